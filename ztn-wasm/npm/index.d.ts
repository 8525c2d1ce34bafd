import type {
  AttackPaths,
  AuditPolicyEvaluation,
  AuditPolicyQuery,
  Can,
  CanQuery,
  Diff,
  NetworkSuggestion,
  Options,
  PathsQuery,
  Permissions,
  PermissionsQuery,
  PodSecurityEvaluation,
  PodSecurityQuery,
  RbacSuggestion,
  Reach,
  ReachQuery,
  Report,
  RuleInfo,
  SuggestRbacQuery,
  WhoCan,
  WhoCanQuery,
} from "./types.js";

export type * from "./types.js";

/** What is in a file. Bytes may be in any encoding that YAML may have; the report says what could not be read. */
export type Content = string | ArrayBuffer | ArrayBufferView;

/** The files of one cluster, by path. The path is only a name, reported as given, with forward slashes. */
export type Files = Readonly<Record<string, Content>> | Iterable<readonly [path: string, content: Content]>;

/**
 * Loads the engine. Once is enough, further calls do nothing; in Node and Deno it is there without.
 *
 * @param source Where `ztn.wasm` is: its URL, a `Response`, its bytes, a `WebAssembly.Module`, or a promise of one
 * of these. Only the entry `ztn-wasm/slim` needs it.
 * @throws {ZtnError} `not-loaded`
 */
export function init(source?: string | object): Promise<void>;

/**
 * Says for each of ten practices whether it is met, broken, or cannot be told from these files. Bad manifests are
 * `problems` of the report, and never thrown.
 *
 * @throws {ZtnError} `invalid-files`, `invalid-options`, `not-ready`, `crashed`
 */
export function analyze(files: Files, options?: Options): Report;

/** As {@link analyze}: the report's canonical JSON, the same bytes as `ztn check --format json` gives, without the
 * line's end. */
export function analyzeJson(files: Files, options?: Options): string;

/**
 * Says who can reach whom, as the policies in these files have it: every pair, or what is asked for. Of every answer
 * `JSON.stringify` makes the bytes that the command writes as JSON.
 *
 * @throws {ZtnError} `invalid-query`, and as {@link analyze}
 */
export function reach(files: Files, query?: ReachQuery, options?: Options): Reach;

/** Says whether somebody may do something, and what lets them. Throws as {@link reach}. */
export function can(files: Files, query: CanQuery, options?: Options): Can;

/** Says who may do something, each with what lets them. Throws as {@link reach}. */
export function whoCan(files: Files, query: WhoCanQuery, options?: Options): WhoCan;

/** Says all that somebody may do, each right once, with what gives it. Throws as {@link reach}. */
export function permissions(files: Files, query: PermissionsQuery, options?: Options): Permissions;

/** Says how somebody becomes cluster-admin, reads all Secrets or takes a node, and the fewest changes that stop it.
 * Throws as {@link reach}. */
export function paths(files: Files, query?: PathsQuery, options?: Options): AttackPaths;

/** Says which workloads keep a level of the Pod Security Standards. Throws as {@link reach}. */
export function pss(files: Files, query: PodSecurityQuery, options?: Options): PodSecurityEvaluation;

/** Says what the audit policies record: of one request, or of every one that has to be seen. Throws as {@link reach}. */
export function auditPolicy(files: Files, query?: AuditPolicyQuery, options?: Options): AuditPolicyEvaluation;

/** What is asked of suggested policies. */
export interface SuggestNetworkQuery {
  /** The namespaces that get policies; without it, all but those of the cluster itself. */
  namespaces?: string[];
}

/** Writes NetworkPolicies that allow the connections which the manifests declare, and proves them. Throws as
 * {@link reach}. */
export function suggestNetwork(files: Files, query?: SuggestNetworkQuery, options?: Options): NetworkSuggestion;

/** What is asked of suggested roles. */
export interface SuggestRbacRequest extends SuggestRbacQuery {
  /** Audit logs by their names: JSON lines of `audit.k8s.io/v1`. */
  logs: Record<string, string>;
}

/** Writes the smallest roles that allow what somebody asked of the API server, by its audit logs, and proves them. The
 * files say what gives rights today; there may be none. Throws as {@link reach}. */
export function suggestRbac(files: Files, query: SuggestRbacRequest, options?: Options): RbacSuggestion;

/**
 * What changed between two reports, or their JSON.
 *
 * @throws {ZtnError} `invalid-report`, `not-ready`, `crashed`
 */
export function diff(before: Report | string, after: Report | string): Diff;

/**
 * What changed from one state of files to another: findings and verdicts as {@link diff} says them, and connections,
 * rights and ends of attack paths, too.
 *
 * @throws {ZtnError} as {@link analyze}
 */
export function diffFiles(before: Files, after: Files, options?: Options): Diff;

/** Every rule, with what it says to people: by practice, then by id. Their file is loaded on the first call. */
export function rules(): Promise<RuleInfo[]>;

/**
 * A rule by its id or an earlier one, in whatever case.
 *
 * @throws {ZtnError} `unknown-rule`, `not-ready`
 */
export function explain(id: string): Promise<RuleInfo>;

/** Files that are being edited: open some, change one, ask again. Report and answers are those that {@link analyze} and
 * its neighbours give. */
export class Workspace {
  /** @throws {ZtnError} `invalid-options`, `not-ready` */
  constructor(options?: Options);
  /** Opens a file, or gives an open one another content. */
  set(path: string, content: Content): void;
  /** Closes a file. Was it open? */
  remove(path: string): boolean;
  /** Changes the options. */
  setOptions(options?: Options): void;
  /** The report of the files as they are now. */
  report(): Report;
  /** The same as its canonical JSON. */
  reportJson(): string;
  /** As {@link reach}, of the files as they are now. */
  reach(query?: ReachQuery): Reach;
  /** As {@link can}, of the files as they are now. */
  can(query: CanQuery): Can;
  /** As {@link whoCan}, of the files as they are now. */
  whoCan(query: WhoCanQuery): WhoCan;
  /** As {@link permissions}, of the files as they are now. */
  permissions(query: PermissionsQuery): Permissions;
  /** As {@link paths}, of the files as they are now. */
  paths(query?: PathsQuery): AttackPaths;
  /** As {@link pss}, of the files as they are now. */
  pss(query: PodSecurityQuery): PodSecurityEvaluation;
  /** As {@link auditPolicy}, of the files as they are now. */
  auditPolicy(query?: AuditPolicyQuery): AuditPolicyEvaluation;
  /** As {@link suggestNetwork}, of the files as they are now. */
  suggestNetwork(query?: SuggestNetworkQuery): NetworkSuggestion;
  /** As {@link suggestRbac}, of the files as they are now. */
  suggestRbac(query: SuggestRbacRequest): RbacSuggestion;
  /** Closes all files and gives their memory back, before the garbage collector would. */
  free(): void;
}

/** What sort of thing cannot be taken, or went wrong. */
export type ErrorCode =
  /** The files are no object of paths and contents, or a path was given twice. */
  | "invalid-files"
  /** The options hold something that they do not take. */
  | "invalid-options"
  /** The question holds something that it does not take, or asks for somebody who is not there. */
  | "invalid-query"
  /** What was to be a report is none. */
  | "invalid-report"
  /** There is no such rule. */
  | "unknown-rule"
  /** `init` was not called, or not waited for. */
  | "not-ready"
  /** The module could not be fetched or compiled. */
  | "not-loaded"
  /** The engine failed, as where memory ran out; it was replaced, and the next call works. */
  | "crashed";

/** The one error that is thrown. */
export class ZtnError extends Error {
  readonly name: "ZtnError";
  readonly code: ErrorCode;
  /** The argument and the field in it, such as `options.assume.cni` or `files["pod.yaml"]`. */
  readonly field: string;
  /** What to do. */
  readonly remedy: string;
}
