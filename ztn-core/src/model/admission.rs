//! Admission by webhooks and by policies.

use super::field::Field;
use super::meta::{LabelSelector, Metadata};
use super::object::Object;
use super::view::{List, view};
use crate::parse::Node;

view! {
    /// Webhooks that may refuse requests.
    ValidatingWebhookConfiguration "ValidatingWebhookConfiguration" {
        metadata "metadata": Metadata<'a>,
        webhooks "webhooks": List<'a, ValidatingWebhook<'a>>,
    }

    /// Webhooks that may change requests.
    MutatingWebhookConfiguration "MutatingWebhookConfiguration" {
        metadata "metadata": Metadata<'a>,
        webhooks "webhooks": List<'a, MutatingWebhook<'a>>,
    }

    /// One validating webhook.
    ValidatingWebhook "ValidatingWebhook" {
        name "name": &'a str,
        client_config "clientConfig": WebhookClientConfig<'a>,
        rules "rules": List<'a, RequestRule<'a>>,
        /// Left out: `Fail`.
        failure_policy "failurePolicy": &'a str,
        /// Left out: `Equivalent`.
        match_policy "matchPolicy": &'a str,
        namespace_selector "namespaceSelector": LabelSelector<'a>,
        object_selector "objectSelector": LabelSelector<'a>,
        match_conditions "matchConditions": List<'a, MatchCondition<'a>>,
        side_effects "sideEffects": &'a str,
        /// Left out: 10.
        timeout_seconds "timeoutSeconds": i64,
        admission_review_versions "admissionReviewVersions": List<'a, &'a str>,
    }

    /// One mutating webhook.
    MutatingWebhook "MutatingWebhook" {
        name "name": &'a str,
        client_config "clientConfig": WebhookClientConfig<'a>,
        rules "rules": List<'a, RequestRule<'a>>,
        /// Left out: `Fail`.
        failure_policy "failurePolicy": &'a str,
        /// Left out: `Equivalent`.
        match_policy "matchPolicy": &'a str,
        namespace_selector "namespaceSelector": LabelSelector<'a>,
        object_selector "objectSelector": LabelSelector<'a>,
        match_conditions "matchConditions": List<'a, MatchCondition<'a>>,
        side_effects "sideEffects": &'a str,
        /// Left out: 10.
        timeout_seconds "timeoutSeconds": i64,
        admission_review_versions "admissionReviewVersions": List<'a, &'a str>,
        /// Left out: `Never`.
        reinvocation_policy "reinvocationPolicy": &'a str,
    }

    /// Where the API server calls.
    WebhookClientConfig "WebhookClientConfig" {
        url "url": &'a str,
        service "service": WebhookService<'a>,
        ca_bundle "caBundle": &'a str,
    }

    /// A Service that answers for a webhook.
    WebhookService "ServiceReference" {
        namespace "namespace": &'a str,
        name "name": &'a str,
        path "path": &'a str,
        /// Left out: 443.
        port "port": i64,
    }

    /// Which requests are sent.
    RequestRule "RuleWithOperations" {
        operations "operations": List<'a, &'a str>,
        api_groups "apiGroups": List<'a, &'a str>,
        api_versions "apiVersions": List<'a, &'a str>,
        resources "resources": List<'a, &'a str>,
        /// Left out: `*`.
        scope "scope": &'a str,
    }

    /// Which requests a policy sees.
    NamedRequestRule "NamedRuleWithOperations" {
        operations "operations": List<'a, &'a str>,
        api_groups "apiGroups": List<'a, &'a str>,
        api_versions "apiVersions": List<'a, &'a str>,
        resources "resources": List<'a, &'a str>,
        resource_names "resourceNames": List<'a, &'a str>,
        /// Left out: `*`.
        scope "scope": &'a str,
    }

    /// A CEL expression that must hold for a request to be sent.
    MatchCondition "MatchCondition" {
        name "name": &'a str,
        expression "expression": &'a str,
    }

    /// Checks in CEL.
    ValidatingAdmissionPolicy "ValidatingAdmissionPolicy" {
        metadata "metadata": Metadata<'a>,
        spec "spec": ValidatingAdmissionPolicySpec<'a>,
    }

    /// `spec` of a ValidatingAdmissionPolicy.
    ValidatingAdmissionPolicySpec "ValidatingAdmissionPolicySpec" {
        param_kind "paramKind": ParamKind<'a>,
        match_constraints "matchConstraints": MatchResources<'a>,
        match_conditions "matchConditions": List<'a, MatchCondition<'a>>,
        validations "validations": List<'a, Validation<'a>>,
        variables "variables": List<'a, Variable<'a>>,
        audit_annotations "auditAnnotations": List<'a, AuditAnnotation<'a>>,
        /// Left out: `Fail`.
        failure_policy "failurePolicy": &'a str,
    }

    /// The kind of a policy's parameters.
    ParamKind "ParamKind" {
        api_version "apiVersion": &'a str,
        kind "kind": &'a str,
    }

    /// Which requests a policy sees.
    MatchResources "MatchResources" {
        namespace_selector "namespaceSelector": LabelSelector<'a>,
        object_selector "objectSelector": LabelSelector<'a>,
        resource_rules "resourceRules": List<'a, NamedRequestRule<'a>>,
        exclude_resource_rules "excludeResourceRules": List<'a, NamedRequestRule<'a>>,
        /// Left out: `Equivalent`.
        match_policy "matchPolicy": &'a str,
    }

    /// One check.
    Validation "Validation" {
        expression "expression": &'a str,
        message "message": &'a str,
        message_expression "messageExpression": &'a str,
        reason "reason": &'a str,
    }

    /// A named part of expressions.
    Variable "Variable" {
        name "name": &'a str,
        expression "expression": &'a str,
    }

    /// What a policy adds to the audit event.
    AuditAnnotation "AuditAnnotation" {
        key "key": &'a str,
        value_expression "valueExpression": &'a str,
    }

    /// Puts a ValidatingAdmissionPolicy into force.
    ValidatingAdmissionPolicyBinding "ValidatingAdmissionPolicyBinding" {
        metadata "metadata": Metadata<'a>,
        spec "spec": ValidatingBindingSpec<'a>,
    }

    /// `spec` of a ValidatingAdmissionPolicyBinding.
    ValidatingBindingSpec "ValidatingAdmissionPolicyBindingSpec" {
        policy_name "policyName": &'a str,
        param_ref "paramRef": ParamRef<'a>,
        match_resources "matchResources": MatchResources<'a>,
        /// `Deny`, `Warn`, `Audit`.
        validation_actions "validationActions": List<'a, &'a str>,
    }

    /// Which objects are the parameters.
    ParamRef "ParamRef" {
        name "name": &'a str,
        namespace "namespace": &'a str,
        selector "selector": LabelSelector<'a>,
        /// `Allow` or `Deny`.
        parameter_not_found_action "parameterNotFoundAction": &'a str,
    }

    /// Changes in CEL.
    MutatingAdmissionPolicy "MutatingAdmissionPolicy" {
        metadata "metadata": Metadata<'a>,
        spec "spec": MutatingAdmissionPolicySpec<'a>,
    }

    /// `spec` of a MutatingAdmissionPolicy.
    MutatingAdmissionPolicySpec "MutatingAdmissionPolicySpec" {
        param_kind "paramKind": ParamKind<'a>,
        match_constraints "matchConstraints": MatchResources<'a>,
        match_conditions "matchConditions": List<'a, MatchCondition<'a>>,
        mutations "mutations": List<'a, Mutation<'a>>,
        variables "variables": List<'a, Variable<'a>>,
        /// Left out: `Fail`.
        failure_policy "failurePolicy": &'a str,
        reinvocation_policy "reinvocationPolicy": &'a str,
    }

    /// One change.
    Mutation "Mutation" {
        patch_type "patchType": &'a str,
        apply_configuration "applyConfiguration": MutationExpression<'a>,
        json_patch "jsonPatch": MutationExpression<'a>,
    }

    /// What makes the change.
    MutationExpression "ApplyConfiguration" {
        expression "expression": &'a str,
    }

    /// Puts a MutatingAdmissionPolicy into force.
    MutatingAdmissionPolicyBinding "MutatingAdmissionPolicyBinding" {
        metadata "metadata": Metadata<'a>,
        spec "spec": MutatingBindingSpec<'a>,
    }

    /// `spec` of a MutatingAdmissionPolicyBinding.
    MutatingBindingSpec "MutatingAdmissionPolicyBindingSpec" {
        policy_name "policyName": &'a str,
        param_ref "paramRef": ParamRef<'a>,
        match_resources "matchResources": MatchResources<'a>,
    }
}

/// A webhook of either sort.
#[derive(Clone, Copy)]
pub struct Webhook<'a> {
    /// Where it is written.
    pub node: Node<'a>,
    /// Its name.
    pub name: Field<'a, &'a str>,
    /// What happens where it cannot be asked.
    pub failure_policy: Field<'a, &'a str>,
    older: bool,
}

impl Webhook<'_> {
    /// Do requests pass where it cannot be asked? Left out, that is so in `v1beta1` alone.
    #[must_use]
    pub fn fails_open(self) -> bool {
        self.failure_policy.is("Ignore") || self.failure_policy.is_absent() && self.older
    }
}

/// The webhooks that `object` configures; nothing for an object of another kind.
pub fn webhooks(object: Object<'_>) -> impl Iterator<Item = Webhook<'_>> {
    let older = object.type_meta().version() == "v1beta1";
    let validating = object.view::<ValidatingWebhookConfiguration<'_>>().into_iter().flat_map(
        move |configuration| {
            configuration.webhooks().iter().map(move |webhook| Webhook {
                node: webhook.node(),
                name: webhook.name(),
                failure_policy: webhook.failure_policy(),
                older,
            })
        },
    );
    let mutating = object.view::<MutatingWebhookConfiguration<'_>>().into_iter().flat_map(
        move |configuration| {
            configuration.webhooks().iter().map(move |webhook| Webhook {
                node: webhook.node(),
                name: webhook.name(),
                failure_policy: webhook.failure_policy(),
                older,
            })
        },
    );
    validating.chain(mutating)
}
