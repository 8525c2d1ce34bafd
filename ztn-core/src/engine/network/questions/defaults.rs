//! What becomes of a pod that somebody makes in a namespace, whatever its labels are.

use crate::engine::network::evaluate::{End, Hit, Trace, ask_for};
use crate::engine::network::pods::Class;
use crate::engine::network::policy::{ExprId, Policy, Subject};
use crate::engine::network::ports::{Bounds, SetId};
use crate::engine::network::program::{Government, Program};
use crate::engine::network::selector::{Key, Tri};
use crate::engine::network::{Direction, Network};

/// Policies that deny what they do not allow.
#[derive(Default)]
struct Isolating {
    surely: bool,
}

impl Trace for Isolating {
    fn matched(&mut self, _hit: Hit, _traffic: Bounds) {}

    fn isolated(&mut self, _policy: u32, sure: Tri, _open: Bounds) {
        self.surely |= sure == Tri::Yes;
    }
}

impl Network<'_> {
    /// Is every pod that a namespace has or will have isolated in this direction, whatever its labels are?
    /// `None` where the input does not tell.
    #[must_use]
    pub fn has_default(&self, namespace: &str, direction: Direction) -> Option<bool> {
        let program = self.program();
        let class =
            Class { namespace: program.pods.namespace(namespace), open: true, ..Class::default() };
        let mut under = Vec::new();
        let mut open_question = program.unsettled.is_some();
        for number in program.policies_over(namespace) {
            let applying = program.policy(number).filter(|policy| policy.side(direction).applies);
            let Some(policy) = applying else {
                continue;
            };
            let selects = program.selects(policy, &class);
            let whole =
                policy.subject.expr().is_some_and(|expr| program.asks_nothing_of_pods(expr));
            // A policy that may be for every pod, if only its doubts were settled.
            open_question |= whole && (selects == Tri::Maybe || policy.doubt.is_some());
            if selects == Tri::Yes && policy.doubt.is_none() {
                under.push((number, Tri::Yes));
            }
        }
        let government = Government::of(under, &program.policies);
        let mut isolating = Isolating::default();
        let end = End::AnyPod;
        let passes = ask_for(
            program,
            &mut program.sets(),
            direction,
            &class,
            &government,
            end,
            &mut isolating,
        );
        match isolating.surely || passes.may == SetId::NONE {
            true => Some(true),
            false if open_question => None,
            false => Some(false),
        }
    }
}

impl Program<'_> {
    fn selects(&self, policy: &Policy<'_>, class: &Class) -> Tri {
        let Subject::Pods(expr) = policy.subject else {
            return Tri::No;
        };
        self.expr(expr).eval(&self.names, &|key| self.pods.value(class, &self.names, key))
    }

    /// Does a selector ask of pods nothing but their namespace?
    pub(in crate::engine::network) fn asks_nothing_of_pods(&self, selector: ExprId) -> bool {
        let mut nothing = true;
        self.expr(selector).each_test(&mut |key, _| {
            nothing &= matches!(key, Key::Namespace(_) | Key::NamespaceName);
        });
        nothing
    }
}
