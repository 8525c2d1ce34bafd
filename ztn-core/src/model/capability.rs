//! Capabilities of the Linux kernel: which are ordinary, and what the others give.

use super::container::Capabilities;
use crate::parse::Node;

/// What the Pod Security Standards allow to be added at their baseline level.
const DEFAULT: &[&str] = &[
    "AUDIT_WRITE",
    "CHOWN",
    "DAC_OVERRIDE",
    "FOWNER",
    "FSETID",
    "KILL",
    "MKNOD",
    "NET_BIND_SERVICE",
    "SETFCAP",
    "SETGID",
    "SETPCAP",
    "SETUID",
    "SYS_CHROOT",
];

/// Capabilities that lead out of the container or into others, each with what it gives, and whether it
/// gives the node by itself.
const DANGEROUS: &[(&str, bool, &str)] = &[
    ("ALL", true, "everything root of the node may do"),
    ("BPF", false, "programs in the kernel that watch and change what other processes do"),
    ("CHECKPOINT_RESTORE", false, "the memory of other processes"),
    ("DAC_READ_SEARCH", true, "every file of the node, opened by its handle"),
    ("MAC_ADMIN", false, "a change of the node's AppArmor or SELinux policy"),
    ("MAC_OVERRIDE", false, "a way past the node's AppArmor or SELinux policy"),
    (
        "NET_ADMIN",
        false,
        "the pod's routes, firewall and interfaces, and past a mesh's redirection",
    ),
    ("PERFMON", false, "what other processes and the kernel do and hold"),
    ("SYSLOG", false, "addresses of the kernel, which exploits need"),
    ("SYS_ADMIN", true, "mounts, namespaces and most of what root of the node may do"),
    ("SYS_BOOT", true, "a restart of the node, into another kernel"),
    ("SYS_MODULE", true, "code in the node's kernel"),
    ("SYS_PTRACE", false, "the memory of every process it can see"),
    ("SYS_RAWIO", true, "the node's memory and disks"),
];

/// Does the baseline of the Pod Security Standards allow to add the capability that is written so?
#[must_use]
pub fn is_baseline(name: &str) -> bool {
    DEFAULT.contains(&name)
}

/// Every capability of the kernel. (`capabilities(7)`)
const KNOWN: &[&str] = &[
    "ALL",
    "AUDIT_CONTROL",
    "AUDIT_READ",
    "AUDIT_WRITE",
    "BLOCK_SUSPEND",
    "BPF",
    "CHECKPOINT_RESTORE",
    "CHOWN",
    "DAC_OVERRIDE",
    "DAC_READ_SEARCH",
    "FOWNER",
    "FSETID",
    "IPC_LOCK",
    "IPC_OWNER",
    "KILL",
    "LEASE",
    "LINUX_IMMUTABLE",
    "MAC_ADMIN",
    "MAC_OVERRIDE",
    "MKNOD",
    "NET_ADMIN",
    "NET_BIND_SERVICE",
    "NET_BROADCAST",
    "NET_RAW",
    "PERFMON",
    "SETFCAP",
    "SETGID",
    "SETPCAP",
    "SETUID",
    "SYSLOG",
    "SYS_ADMIN",
    "SYS_BOOT",
    "SYS_CHROOT",
    "SYS_MODULE",
    "SYS_NICE",
    "SYS_PACCT",
    "SYS_PTRACE",
    "SYS_RAWIO",
    "SYS_RESOURCE",
    "SYS_TIME",
    "SYS_TTY_CONFIG",
    "WAKE_ALARM",
];

/// A capability as it takes effect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Capability(String);

impl Capability {
    /// The capability that `text` grants or drops: container runtimes take it in whatever case, and with
    /// or without `CAP_`.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let upper = text.to_ascii_uppercase();
        Self(upper.strip_prefix("CAP_").map(str::to_owned).unwrap_or(upper))
    }

    /// Its name, in upper case, without `CAP_`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.0
    }

    /// Does the kernel have it, or is it the word for all of them?
    #[must_use]
    pub fn is_known(&self) -> bool {
        KNOWN.contains(&self.name())
    }

    /// Is it one that the baseline of the Pod Security Standards allows?
    #[must_use]
    pub fn is_default(&self) -> bool {
        is_baseline(self.name())
    }

    /// What it gives an attacker, if it leads out of the container.
    #[must_use]
    pub fn danger(&self) -> Option<Danger> {
        let (_, gives_node, gives) = DANGEROUS.iter().find(|(name, _, _)| *name == self.name())?;
        Some(Danger { gives_node: *gives_node, gives })
    }
}

/// What a dangerous capability is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Danger {
    /// Is the node lost with it alone?
    pub gives_node: bool,
    /// What it gives, in words.
    pub gives: &'static str,
}

impl<'a> Capabilities<'a> {
    /// The capabilities that are added, each with its node.
    pub fn added(self) -> impl Iterator<Item = (Capability, Node<'a>)> {
        self.add().entries().map(|(text, node)| (Capability::new(text), node))
    }

    /// The capabilities that are dropped or added, each as it is written and as it takes effect.
    pub fn named(self) -> impl Iterator<Item = (&'a str, Capability, Node<'a>)> {
        let all = self.drop().entries().chain(self.add().entries());
        all.map(|(text, node)| (text, Capability::new(text), node))
    }

    /// Is every capability dropped? In effect `all` drops them, too; the Pod Security Standards ask for
    /// `ALL`.
    #[must_use]
    pub fn drops_all(self) -> bool {
        self.drop().iter().any(|text| Capability::new(text).name() == "ALL")
    }

    /// Is this capability dropped, by itself or with all?
    #[must_use]
    pub fn drops(self, name: &str) -> bool {
        self.drop()
            .iter()
            .map(Capability::new)
            .any(|dropped| ["ALL", name].contains(&dropped.name()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_takes_effect_in_any_case_and_with_its_prefix() {
        for text in ["SYS_ADMIN", "sys_admin", "CAP_SYS_ADMIN", "cap_sys_admin"] {
            assert!(
                Capability::new(text).danger().is_some_and(|danger| danger.gives_node),
                "{text}"
            );
        }
        assert!(Capability::new("chown").is_default());
        assert!(!Capability::new("NET_RAW").is_default());
        assert!(Capability::new("SYS_TIME").danger().is_none());
    }

    #[test]
    fn the_tables_are_sorted_and_apart() {
        assert!(KNOWN.is_sorted() && DEFAULT.iter().all(|name| KNOWN.contains(name)));
        assert!(DANGEROUS.iter().all(|(name, _, _)| KNOWN.contains(name)));
        assert!(DEFAULT.is_sorted() && DANGEROUS.is_sorted_by_key(|(name, _, _)| *name));
        assert!(DANGEROUS.iter().all(|(name, _, _)| !DEFAULT.contains(name)));
    }
}
