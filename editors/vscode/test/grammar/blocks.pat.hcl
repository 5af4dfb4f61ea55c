# SYNTAX TEST "source.patctl" "blocks, labels, and arguments"

# A comment.
# <---------- comment.line.number-sign.patctl
// Another one.
# <--------------- comment.line.double-slash.patctl
/* A comment
#^ comment.block.patctl
   of two lines. */
#  ^^^^^^^^^^^^ comment.block.patctl

template "release" {
# <-------- entity.name.type.block.patctl
#        ^ punctuation.definition.label.begin.patctl
#         ^^^^^^^ variable.other.enummember.label.patctl
#                  ^ punctuation.section.block.begin.patctl
  name = "release" # why
# ^^^^ variable.other.property.argument.patctl
#      ^ keyword.operator.assignment.patctl
#        ^^^^^^^^^ string.quoted.double.patctl
#                  ^^^^^ comment.line.number-sign.patctl

  match {
# ^^^^^ entity.name.type.block.patctl
    permissions = "exact"
#   ^^^^^^^^^^^ variable.other.property.argument.patctl
  }
# ^ punctuation.section.block.end.patctl
}
# <- punctuation.section.block.end.patctl

organization "octo-org" {}
# <------------ entity.name.type.block.patctl
#             ^^^^^^^^ variable.other.enummember.label.patctl
#                       ^^ meta.block.patctl
#                         ^ - meta.block.patctl

rule unused-token { days = 120 }
# <---- entity.name.type.block.patctl
#    ^^^^^^^^^^^^ variable.other.enummember.label.patctl
#                   ^^^^ variable.other.property.argument.patctl
#                          ^^^ constant.numeric.patctl

policy "lifetime" {}
# <------ entity.name.type.block.patctl
exception "legacy" {}
# <--------- entity.name.type.block.patctl
module "ci" {}
# <------ entity.name.type.block.patctl
serve {
# <----- entity.name.type.block.patctl
  interval = "10m"
# ^^^^^^^^ variable.other.property.argument.patctl
  slack "security" {
# ^^^^^ entity.name.type.block.patctl
#        ^^^^^^^^ variable.other.enummember.label.patctl
    url_env = "SLACK_WEBHOOK_URL"
#   ^^^^^^^ variable.other.property.argument.patctl
  }
  teams "security" {}
# ^^^^^ entity.name.type.block.patctl
  issue "requests" {}
# ^^^^^ entity.name.type.block.patctl
  webhook "siem" {}
# ^^^^^^^ entity.name.type.block.patctl
}
locals {}
# <------ entity.name.type.block.patctl

patctl {
# <------ entity.name.type.block.patctl
  permission "new_thing" {
# ^^^^^^^^^^ entity.name.type.block.patctl
    levels = ["read", "write"]
#              ^^^^ constant.language.level.patctl
  }
}

# A word that is no block has no color of a block.
resource "x" {
# <-------- meta.block-type.unknown.patctl - entity.name.type
  name = "x"
# ^^^^ variable.other.property.argument.patctl
}
