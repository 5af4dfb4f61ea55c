template "release" {                             # template is patctlBlock
  name        = "release-${each.key}"            # each is patctlReference
  description = "Cuts ${upper("re")}leases #1"   # #1 is patctlString
  expires_in  = 90                               # 90 is patctlNumber
  permissions = merge(local.read, {})            # merge is patctlFunction
  owners      = [for o in var.owners : o]        # for is patctlRepeat
  labels      = { team = "a", other = true }     # other is patctlArgument
  repositories = null                            # null is patctlConstant
  target_name = "a\"b" // x # \" is patctlEscape
  // TODO: more                                  # TODO is patctlTodo
  justification = "${"a" == "b" ? 1 : 2} it"     # it is patctlString
  endpoints   = [self.name == "x"]               # == is patctlOperator
  match {                                        # match is patctlBlock
    name = "$${no}"                              # no is patctlString
  }
}
