# SYNTAX TEST "source.patctl-test" "test cases"

request "a release" {
# <------- entity.name.type.block.patctl
#        ^^^^^^^^^ variable.other.enummember.label.patctl
  permissions = { contents = "write" }
# ^^^^^^^^^^^ variable.other.property.argument.patctl
#                 ^^^^^^^^ variable.other.property.key.patctl
#                             ^^^^^ constant.language.level.patctl

  expect {
# ^^^^^^ entity.name.type.block.patctl
    template = module.service["api"].template.release
#   ^^^^^^^^ variable.other.property.argument.patctl
#              ^^^^^^ variable.language.patctl
#                     ^^^^^^^ variable.other.member.patctl
#                                    ^^^^^^^^ variable.other.member.patctl
    findings = []
  }
}

token "old" { days_unused = 91 }
# <----- entity.name.type.block.patctl
#             ^^^^^^^^^^^ variable.other.property.argument.patctl

link "https://github.com/settings/personal-access-tokens/new?name=gist" {
# <---- entity.name.type.block.patctl
#     ^^^^^^^^ variable.other.enummember.label.patctl - comment
}
snapshot "tests/today.json" {}
# <-------- entity.name.type.block.patctl
variables {
# <--------- entity.name.type.block.patctl
  org = "octo-org"
# ^^^ variable.other.property.argument.patctl
}

# Blocks of a configuration are no blocks of a test file.
template "x" {}
# <-------- - entity.name.type.block.patctl
