// What every page and every worker does with the package.
const POD = `apiVersion: v1
kind: Pod
metadata: {name: agent}
spec: {hostNetwork: true, containers: [{name: agent, image: agent}]}
`;

export async function answer({ analyzeJson, explain, init }, source) {
  await init(source);
  const { why } = await explain("host-network");
  return { json: analyzeJson({ "pod.yaml": POD }), why };
}

export const answerOf = (worker) =>
  new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = reject;
  });
