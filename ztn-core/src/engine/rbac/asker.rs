//! Who asks: an identity, and the groups it is in without anybody saying so.

use crate::model::rbac::Identity;

/// Somebody who sends requests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asker<'q> {
    /// Who it is. A group stands for any one of its members.
    pub identity: Identity<'q>,
    groups: Vec<String>,
}

impl<'q> Asker<'q> {
    /// Somebody in the groups that follow from who it is, and no others.
    #[must_use]
    pub fn new(identity: Identity<'q>) -> Self {
        Self { groups: implied(identity), identity }
    }

    /// The same, in these groups, too: what the identity provider or a certificate says.
    #[must_use]
    pub fn in_groups<'g>(mut self, groups: impl IntoIterator<Item = &'g str>) -> Self {
        for group in groups {
            if !self.groups.iter().any(|known| known == group) {
                self.groups.push(group.to_owned());
            }
        }
        self
    }

    /// Everything a binding may name it by: itself first.
    pub fn identities(&self) -> impl Iterator<Item = Identity<'_>> {
        let groups = self.groups.iter().map(|group| Identity::Group(group));
        std::iter::once(self.identity).chain(groups)
    }

    /// Is it in the group that no authorizer is asked about?
    #[must_use]
    pub fn is_master(&self) -> bool {
        self.identities().any(|who| who == Identity::Group("system:masters"))
    }

    /// Is it a node, whose rights the Node authorizer decides?
    #[must_use]
    pub fn is_node(&self) -> bool {
        matches!(self.identity, Identity::User(name) if name.starts_with("system:node:"))
            || self.identity == Identity::Group("system:nodes")
    }
}

/// The groups that follow from who somebody is
/// (<https://kubernetes.io/docs/reference/access-authn-authz/authentication/>).
fn implied(identity: Identity<'_>) -> Vec<String> {
    let everybody = "system:authenticated".to_owned();
    match identity {
        Identity::ServiceAccount { namespace, .. } => vec![
            format!("system:serviceaccounts:{namespace}"),
            "system:serviceaccounts".to_owned(),
            everybody,
        ],
        Identity::User("system:anonymous") => vec!["system:unauthenticated".to_owned()],
        Identity::User(name) if name.starts_with("system:node:") => {
            vec!["system:nodes".to_owned(), everybody]
        }
        Identity::Group("system:unauthenticated" | "system:authenticated") => Vec::new(),
        Identity::Group(name) if name.starts_with("system:serviceaccounts:") => {
            vec!["system:serviceaccounts".to_owned(), everybody]
        }
        Identity::User(_) | Identity::Group(_) => vec![everybody],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_follow_from_who_somebody_is() {
        let names = |who: Identity<'_>| Asker::new(who).groups.join(" ");
        let account = Identity::ServiceAccount { namespace: "ci", name: "deployer" };
        assert_eq!(
            names(account),
            "system:serviceaccounts:ci system:serviceaccounts system:authenticated"
        );
        assert_eq!(names(Identity::User("system:anonymous")), "system:unauthenticated");
        assert_eq!(names(Identity::User("jane")), "system:authenticated");
        assert_eq!(names(Identity::User("system:node:a")), "system:nodes system:authenticated");
        assert_eq!(names(Identity::Group("system:unauthenticated")), "");
        assert!(Asker::new(Identity::User("jane")).in_groups(["system:masters"]).is_master());
    }
}
