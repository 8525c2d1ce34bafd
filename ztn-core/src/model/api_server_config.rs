//! Files behind the API server's flags.

use super::view::{Credential, FromNode, List, view};
use crate::parse::Node;

view! {
    /// `--authentication-config`: who a caller is.
    AuthenticationConfiguration "AuthenticationConfiguration" {
        jwt "jwt": List<'a, JwtAuthenticator<'a>>,
        /// Written: `--anonymous-auth` must not be.
        anonymous "anonymous": AnonymousAuthenticator<'a>,
    }

    /// One issuer of tokens.
    JwtAuthenticator "JWTAuthenticator" {
        issuer "issuer": Issuer<'a>,
        claim_validation_rules "claimValidationRules": List<'a, ClaimValidationRule<'a>>,
        claim_mappings "claimMappings": ClaimMappings<'a>,
        user_validation_rules "userValidationRules": List<'a, UserValidationRule<'a>>,
    }

    /// Whose tokens, and for whom.
    Issuer "Issuer" {
        url "url": &'a str,
        discovery_url "discoveryURL": &'a str,
        /// Left out: the authorities of the machine.
        certificate_authority "certificateAuthority": &'a str,
        audiences "audiences": List<'a, &'a str>,
        audience_match_policy "audienceMatchPolicy": &'a str,
        egress_selector_type "egressSelectorType": &'a str,
    }

    /// What a token must say.
    ClaimValidationRule "ClaimValidationRule" {
        claim "claim": &'a str,
        required_value "requiredValue": &'a str,
        expression "expression": &'a str,
        message "message": &'a str,
    }

    /// How claims become a user.
    ClaimMappings "ClaimMappings" {
        username "username": ClaimMapping<'a>,
        groups "groups": ClaimMapping<'a>,
        uid "uid": ClaimMapping<'a>,
        extra "extra": List<'a, ExtraMapping<'a>>,
    }

    /// One of them: a claim with a prefix, or an expression.
    ClaimMapping "PrefixedClaimOrExpression" {
        claim "claim": &'a str,
        prefix "prefix": &'a str,
        expression "expression": &'a str,
    }

    /// Something more about the user.
    ExtraMapping "ExtraMapping" {
        key "key": &'a str,
        value_expression "valueExpression": &'a str,
    }

    /// What must hold for the user.
    UserValidationRule "UserValidationRule" {
        expression "expression": &'a str,
        message "message": &'a str,
    }

    /// Callers without credentials.
    AnonymousAuthenticator "AnonymousAuthConfig" {
        enabled "enabled": bool,
        /// Left out: every path.
        conditions "conditions": List<'a, AnonymousCondition<'a>>,
    }

    /// A path they may ask for.
    AnonymousCondition "AnonymousAuthCondition" {
        path "path": &'a str,
    }

    /// `--authorization-config`: what a caller may do, asked in order.
    AuthorizationConfiguration "AuthorizationConfiguration" {
        authorizers "authorizers": List<'a, Authorizer<'a>>,
    }

    /// One of those asked.
    Authorizer "AuthorizerConfiguration" {
        /// `Webhook`, `RBAC`, `Node`, `ABAC`, `AlwaysAllow`, `AlwaysDeny`.
        type_ "type": &'a str,
        name "name": &'a str,
        webhook "webhook": AuthorizationWebhook<'a>,
    }

    /// A webhook that is asked.
    AuthorizationWebhook "WebhookConfiguration" {
        timeout "timeout": &'a str,
        /// Left out: 5 minutes.
        authorized_ttl "authorizedTTL": &'a str,
        unauthorized_ttl "unauthorizedTTL": &'a str,
        cache_authorized_requests "cacheAuthorizedRequests": bool,
        cache_unauthorized_requests "cacheUnauthorizedRequests": bool,
        subject_access_review_version "subjectAccessReviewVersion": &'a str,
        /// `NoOpinion` or `Deny`.
        failure_policy "failurePolicy": &'a str,
        connection_info "connectionInfo": WebhookConnection<'a>,
        match_conditions "matchConditions": List<'a, WebhookMatchCondition<'a>>,
    }

    /// How it is reached.
    WebhookConnection "WebhookConnectionInfo" {
        type_ "type": &'a str,
        kube_config_file "kubeConfigFile": &'a str,
    }

    /// A CEL expression that must hold for it to be asked.
    WebhookMatchCondition "WebhookMatchCondition" {
        expression "expression": &'a str,
    }

    /// `--encryption-provider-config`: how objects are stored.
    EncryptionConfiguration "EncryptionConfiguration" {
        resources "resources": List<'a, ResourceEncryption<'a>>,
    }

    /// How some resources are stored. The first entry that names a resource counts.
    ResourceEncryption "ResourceConfiguration" {
        resources "resources": List<'a, &'a str>,
        /// The first one writes; each of them reads.
        providers "providers": List<'a, EncryptionProvider<'a>>,
    }

    /// One way to encrypt, or not to.
    EncryptionProvider "ProviderConfiguration" {
        identity "identity": Node<'a>,
        aescbc "aescbc": EncryptionKeys<'a>,
        aesgcm "aesgcm": EncryptionKeys<'a>,
        secretbox "secretbox": EncryptionKeys<'a>,
        kms "kms": KmsProvider<'a>,
    }

    /// Keys in the file itself.
    EncryptionKeys "Keys" {
        keys "keys": List<'a, EncryptionKey<'a>>,
    }

    /// One key.
    EncryptionKey "Key" {
        name "name": &'a str,
        secret "secret": Credential<'a>,
    }

    /// Keys in a service outside.
    KmsProvider "KMSConfiguration" {
        /// Left out: `v1`.
        api_version "apiVersion": &'a str,
        name "name": &'a str,
        endpoint "endpoint": &'a str,
        cache_size "cachesize": i64,
        timeout "timeout": &'a str,
    }

    /// `--admission-control-config-file`: settings of admission plugins.
    AdmissionConfiguration "AdmissionConfiguration" {
        plugins "plugins": List<'a, AdmissionPlugin<'a>>,
    }

    /// One plugin: its settings, or the file they are in.
    AdmissionPlugin "AdmissionPluginConfiguration" {
        name "name": &'a str,
        path "path": &'a str,
        configuration "configuration": Node<'a>,
    }

    /// Settings of the plugin `PodSecurity`.
    PodSecurityConfiguration "PodSecurityConfiguration" {
        defaults "defaults": PodSecurityDefaults<'a>,
        exemptions "exemptions": PodSecurityExemptions<'a>,
    }

    /// Levels of namespaces without labels. A level left out: `privileged`; a version: `latest`.
    PodSecurityDefaults "PodSecurityDefaults" {
        enforce "enforce": &'a str,
        enforce_version "enforce-version": &'a str,
        audit "audit": &'a str,
        audit_version "audit-version": &'a str,
        warn "warn": &'a str,
        warn_version "warn-version": &'a str,
    }

    /// Whom the plugin does not look at.
    PodSecurityExemptions "PodSecurityExemptions" {
        usernames "usernames": List<'a, &'a str>,
        namespaces "namespaces": List<'a, &'a str>,
        runtime_classes "runtimeClasses": List<'a, &'a str>,
    }

    /// Settings of the plugin `ImagePolicyWebhook`, in their wrapper.
    ImagePolicyConfiguration "ImagePolicyWebhook" {
        image_policy "imagePolicy": ImagePolicy<'a>,
    }

    /// What is done while the image policy's webhook does not answer.
    ImagePolicy "ImagePolicyWebhookConfiguration" {
        kube_config_file "kubeConfigFile": &'a str,
        default_allow "defaultAllow": bool,
        allow_ttl "allowTTL": i64,
        deny_ttl "denyTTL": i64,
    }

    /// Settings of the two plugins that call webhooks and, as far as files go, of the two that evaluate
    /// policies.
    WebhookAdmission "WebhookAdmissionConfiguration" {
        kube_config_file "kubeConfigFile": &'a str,
        /// Webhooks and policies from files, which no API request can change.
        static_manifests_dir "staticManifestsDir": &'a str,
    }
}

/// What every cluster may answer to everybody: whether it is up, and which version it is.
const HEALTH_PATHS: [&str; 4] = ["/livez", "/readyz", "/healthz", "/version"];

impl AnonymousCondition<'_> {
    /// Is nothing answered there but whether the server is up?
    #[must_use]
    pub fn is_health(self) -> bool {
        let path = self.path().or("");
        HEALTH_PATHS.iter().any(|health| {
            let below = path.strip_prefix(health);
            below.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
    }
}

impl<'a> AdmissionPlugin<'a> {
    /// Its settings, if it is `PodSecurity` and they are written here.
    #[must_use]
    pub fn pod_security(self) -> Option<PodSecurityConfiguration<'a>> {
        self.settings_of("PodSecurity")
    }

    /// Its settings, if it is `ImagePolicyWebhook` and they are written here.
    #[must_use]
    pub fn image_policy(self) -> Option<ImagePolicy<'a>> {
        self.settings_of::<ImagePolicyConfiguration<'a>>("ImagePolicyWebhook")?.image_policy().get()
    }

    /// Its settings, if it calls webhooks or evaluates policies and they are written here.
    #[must_use]
    pub fn webhook_admission(self) -> Option<WebhookAdmission<'a>> {
        [
            "ValidatingAdmissionWebhook",
            "MutatingAdmissionWebhook",
            "ValidatingAdmissionPolicy",
            "MutatingAdmissionPolicy",
        ]
        .into_iter()
        .find_map(|plugin| self.settings_of(plugin))
    }

    fn settings_of<T: FromNode<'a>>(self, plugin: &str) -> Option<T> {
        T::from_node(self.configuration().get().filter(|_| self.name().is(plugin))?)
    }
}

impl<'a> PodSecurityConfiguration<'a> {
    /// The namespaces it does not look at, each where it is named.
    pub fn exempt_namespaces(self) -> impl Iterator<Item = (&'a str, Node<'a>)> {
        self.exemptions().then(PodSecurityExemptions::namespaces).entries()
    }

    /// The users it does not look at, each where it is named.
    pub fn exempt_users(self) -> impl Iterator<Item = (&'a str, Node<'a>)> {
        self.exemptions().then(PodSecurityExemptions::usernames).entries()
    }
}

impl<'a> EncryptionConfiguration<'a> {
    /// The provider that writes objects of this resource: the first of the first entry that names it.
    /// (<https://kubernetes.io/docs/tasks/administer-cluster/encrypt-data/#understanding-the-encryption-at-rest-configuration>)
    #[must_use]
    pub fn writer_of(self, group: &str, resource: &str) -> Option<EncryptionProvider<'a>> {
        let entry = self.resources().iter().find(|entry| {
            let mut named = entry.resources().iter();
            named.any(|pattern| names_resource(pattern, group, resource))
        })?;
        entry.providers().iter().next()
    }
}

/// `*.*` is everything, `*.` the core group, `*.apps` a group.
fn names_resource(pattern: &str, group: &str, resource: &str) -> bool {
    let (name, of) = pattern.split_once('.').unwrap_or((pattern, ""));
    pattern == "*.*" || ((name == "*" || name == resource) && of == group && pattern != "*")
}

impl<'a> EncryptionProvider<'a> {
    /// Does it write objects as they are?
    #[must_use]
    pub fn is_plaintext(self) -> bool {
        self.identity().is_set()
    }

    /// What is weak about it, and where it is written.
    #[must_use]
    pub fn weakness(self) -> Option<(WeakProvider, Node<'a>)> {
        let kms = self.kms();
        let is_first_kms =
            kms.is_set() && matches!(kms.then(|kms| kms.api_version()).or("v1"), "v1");
        if self.aescbc().is_set() {
            Some((WeakProvider::Cbc, self.aescbc().key()?))
        } else if self.aesgcm().is_set() {
            Some((WeakProvider::Gcm, self.aesgcm().key()?))
        } else if is_first_kms {
            Some((WeakProvider::FirstKms, kms.key()?))
        } else {
            None
        }
    }

    /// The keys that are written in the file itself.
    pub fn keys(self) -> impl Iterator<Item = EncryptionKey<'a>> {
        [self.aescbc(), self.aesgcm(), self.secretbox()]
            .into_iter()
            .flat_map(|keys| keys.then(|keys| keys.keys()).iter())
    }
}

/// A provider with known weaknesses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WeakProvider {
    /// `aescbc`.
    Cbc,
    /// `aesgcm`.
    Gcm,
    /// `kms`, as it was up to 1.28 and is with `apiVersion: v1`.
    FirstKms,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::{Document, Limits};

    fn read(text: &str) -> Document {
        Document::parse(text, Limits::default()).expect("YAML")
    }

    #[test]
    fn the_first_provider_of_the_first_entry_writes() {
        let document = read(
            "resources:
- {resources: [configmaps], providers: [{identity: {}}]}
- {resources: ['*.apps'], providers: [{identity: {}}]}
- {resources: [pods, '*.'], providers: [{aescbc: {keys: []}}, {identity: {}}]}
- {resources: [secrets, '*.*'], providers: [{identity: {}}]}
- {resources: [deployments.extensions], providers: [{secretbox: {keys: []}}]}",
        );
        let file = EncryptionConfiguration::from_node(document.root()).expect("a mapping");
        let plain = |group, name| file.writer_of(group, name).map(EncryptionProvider::is_plaintext);
        assert_eq!(plain("", "secrets"), Some(false));
        assert_eq!(plain("", "configmaps"), Some(true));
        assert_eq!(plain("apps", "secrets"), Some(true));
        assert_eq!(plain("example.com", "things"), Some(true));
        assert_eq!(plain("extensions", "deployments"), Some(true), "earlier entries win");
        let document =
            read("resources: [{resources: ['*', configmaps], providers: [{identity: {}}]}]");
        let file = EncryptionConfiguration::from_node(document.root()).expect("a mapping");
        assert!(file.writer_of("", "secrets").is_none());
    }
}
