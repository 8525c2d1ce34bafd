# Thin names over `cargo xtask`: nothing is only here. `just` itself is optional (`pip install rust-just`).

# What a change has to pass before it is sent: generated files, then the daily loop.
ready: gen
    cargo fmt --all
    cargo xtask test core

# Bring generated files up to date.
gen:
    cargo xtask gen

# What CI runs; `just test core` is the daily loop.
test *args:
    cargo xtask test {{args}}

# A rule file and its fixtures: `just new-rule network missing-default-deny`.
new-rule practice id:
    cargo xtask new-rule {{practice}} {{id}}

# Others' labelled cases, where their folder is there.
conformance *args:
    cargo xtask conformance {{args}}
