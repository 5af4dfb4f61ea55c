# SYNTAX TEST "source.patctl" "expressions"

template "release" {
  for_each = toset(["api", "web"])
#            ^^^^^ support.function.patctl
#                  ^^^^^^^^^^^^^^ meta.list.patctl
#                   ^^^^^ string.quoted.double.patctl

  name = "release-${each.key}"
#                 ^^ punctuation.section.embedded.begin.patctl
#                   ^^^^ variable.language.patctl
#                       ^ punctuation.accessor.patctl
#                        ^^^ variable.other.member.patctl
#                           ^ punctuation.section.embedded.end.patctl
#                            ^ punctuation.definition.string.end.patctl

  description = "A \"quoted\" word, $${no} reference,\u00e4 and \q"
#                  ^^ constant.character.escape.patctl
#                                   ^ constant.character.escape.patctl
#                                    ^^^^^ - meta.embedded
#                                                    ^^^^^^ constant.character.escape.patctl
#                                                               ^^ invalid.illegal.escape.patctl

  permissions = merge(local.read_code, { contents = "write", "issues" = "admin", none = "none" })
#               ^^^^^ support.function.patctl
#                     ^^^^^ variable.language.patctl
#                          ^ punctuation.accessor.patctl
#                           ^^^^^^^^^ variable.other.member.patctl
#                                        ^^^^^^^^ variable.other.property.key.patctl
#                                                    ^^^^^ constant.language.level.patctl
#                                                            ^^^^^^^^ string.quoted.double.patctl
#                                                                        ^^^^^ constant.language.level.patctl
#                                                                                       ^^^^^^ string.quoted.double.patctl - constant.language.level.patctl

  endpoints = [
    "POST /repos/{owner}/{repo}/releases",
#    ^^^^ keyword.other.method.patctl
#        ^^^^^^^^ string.quoted.double.endpoint.patctl
#                ^^^^^^^ variable.parameter.path.patctl
#                        ^^^^^^ variable.parameter.path.patctl
#                                        ^ punctuation.separator.patctl
    "GET /repos/${var.org}/{repo}",
#               ^^ punctuation.section.embedded.begin.patctl
#                 ^^^ variable.language.patctl
#                          ^^^^^^ variable.parameter.path.patctl
    "Get well",
#    ^^^ - keyword.other.method.patctl
  ]

  labels = { for = 1, team = template.clone.labels["team"], in-use = true }
#            ^^^ variable.other.property.key.patctl - keyword.control.patctl
#                            ^^^^^^^^ variable.language.patctl
#                                     ^^^^^ variable.other.member.patctl
#                                                           ^^^^^^ variable.other.property.key.patctl
#                                                                    ^^^^ constant.language.patctl

  expires_in = 1.5e3 > 3 && !false ? -1 : null
#              ^^^^^ constant.numeric.patctl
#                    ^ keyword.operator.patctl
#                        ^^ keyword.operator.patctl
#                           ^ keyword.operator.patctl
#                            ^^^^^ constant.language.patctl
#                                    ^ keyword.operator.patctl
#                                         ^^^^ constant.language.patctl
}

policy "p" {
  condition = alltrue([for level in values(self.permissions) : level == "read" if level != null]...)
#             ^^^^^^^ support.function.patctl
#                      ^^^ keyword.control.patctl
#                          ^^^^^ variable.other.readwrite.patctl
#                                ^^ keyword.control.patctl
#                                   ^^^^^^ support.function.patctl
#                                          ^^^^ variable.language.patctl
#                                                                    ^^ keyword.operator.patctl
#                                                                              ^^ keyword.control.patctl
#                                                                                               ^^^ keyword.operator.patctl
  error_message = <<-EOT
#                 ^^^ keyword.operator.heredoc.patctl
#                    ^^^ keyword.control.heredoc.patctl
    ${self.name} is "too wide".
#     ^^^^ variable.language.patctl
#                ^^^^^^^^^^^^^^ string.unquoted.heredoc.patctl
    %{ if can(self.owner) ~}
#   ^^ punctuation.section.embedded.begin.patctl
#      ^^ keyword.control.patctl
#         ^^^ support.function.patctl
    Hello
    %{ endif ~}
#      ^^^^^ keyword.control.patctl
  EOT
# ^^^ keyword.control.heredoc.patctl
  severity = "warning"
# ^^^^^^^^ variable.other.property.argument.patctl
}

variable "services" {
# <-------- entity.name.type.block.patctl
  type = map(object({
# ^^^^ variable.other.property.argument.patctl
#        ^^^ support.type.patctl
#            ^^^^^^ support.type.patctl
    owners   = list(string)
#   ^^^^^^ variable.other.property.key.patctl
#              ^^^^ support.type.patctl
#                   ^^^^^^ support.type.patctl
    lifetime = optional(number, 90)
#              ^^^^^^^^ support.type.patctl
#                       ^^^^^^ support.type.patctl
#                               ^^ constant.numeric.patctl
  }))

  validation {
# ^^^^^^^^^^ entity.name.type.block.patctl
    condition = can(regex("^[a-z]{1,3}$", var.services))
#                          ^^^^^^^^^^^^ string.quoted.double.patctl
#                                         ^^^ variable.language.patctl
  }
}
