//! From what the engine answers to the report.

use super::query::Asked;
use super::{
    AuditPolicyEvaluation, AuditPolicyQuery, AuditProbe, AuditStanding, AuditedRequest,
    DecidingRule, EvaluatedAuditPolicy, SCHEMA,
};
use crate::engine::audit::{
    AuditLevel, Decision, PROBES, Policy, Probe, Request, Stage, Standing, standing, worst,
};
use crate::facts::Facts;
use crate::model::audit_policy::AuditPolicy;
use crate::model::{Object, Place};
use crate::options::OptionsError;
use crate::read::SourceFile;
use crate::report::build::{Builder, object_report, tool};
use crate::span::to_u32;

/// Every audit policy of the input, asked the same.
pub(crate) fn evaluate(
    facts: &Facts<'_>,
    files: &[SourceFile],
    query: &AuditPolicyQuery,
) -> Result<AuditPolicyEvaluation, OptionsError> {
    let asked = query.asked()?;
    let places = Builder { cluster: facts.cluster, files };
    let policies = facts.cluster.all::<AuditPolicy<'_>>().map(|(object, file)| {
        let answers = Answers { places: &places, object, policy: Policy::of(file) };
        EvaluatedAuditPolicy {
            object: object_report(object),
            span: places.span(Place::of(object, object.node())),
            requests: answers.of(&asked),
        }
    });
    Ok(AuditPolicyEvaluation {
        schema: SCHEMA.into(),
        tool: tool(),
        options: facts.options.clone(),
        query: query.clone(),
        policies: policies.collect(),
        problems: places.problems(),
    })
}

struct Answers<'f, 'a> {
    places: &'f Builder<'a>,
    object: Object<'a>,
    policy: Policy<'a>,
}

impl<'a> Answers<'_, 'a> {
    fn of(&self, asked: &Asked<'_>) -> Vec<AuditedRequest> {
        match asked {
            Asked::Probes => PROBES.iter().map(|probe| self.probe(probe)).collect(),
            Asked::Request(request, Some(caller)) => {
                let request = request.by(caller.clone());
                vec![self.request(&request, &self.policy.decide(&request))]
            }
            Asked::Request(request, None) => {
                let (request, decision) = worst(&self.policy, request);
                vec![self.request(&request, &decision)]
            }
        }
    }

    fn probe(&self, probe: &Probe) -> AuditedRequest {
        let request = probe.request();
        let decision = self.policy.decide(&request);
        let is_open = probe.most == AuditLevel::RequestResponse;
        let seen = AuditProbe {
            class: probe.class.slug().into(),
            why: probe.class.why().into(),
            least: probe.least.name().into(),
            most: (!is_open).then(|| probe.most.name().into()),
            standing: match standing(probe, &decision) {
                Standing::Recorded => AuditStanding::Recorded,
                Standing::Leaks => AuditStanding::Leaks,
                Standing::WithoutBody => AuditStanding::WithoutBody,
                Standing::WithoutOutcome => AuditStanding::WithoutOutcome,
                Standing::Unrecorded => AuditStanding::Unrecorded,
            },
        };
        let who = probe.who().to_owned();
        AuditedRequest { who, probe: Some(seen), ..self.request(&request, &decision) }
    }

    fn request(&self, request: &Request<'_>, decision: &Decision<'a>) -> AuditedRequest {
        AuditedRequest {
            request: format!("{} {}", request.verb, request.target),
            who: request.caller.words(),
            level: decision.level.name().into(),
            stages: decision.stages.iter().map(|stage: &Stage| stage.name().into()).collect(),
            rule: decision.rule.map(|(index, rule)| DecidingRule {
                number: to_u32(index) + 1,
                span: self.places.span(Place::of(self.object, rule.node())),
            }),
            probe: None,
        }
    }
}
