locals {
  a = "%{if var.x}yes%{else}no%{endif}"
  b = "%{for o in var.owners}${o},%{endfor}"
  c = "%{~if true~} x %{~endif~}"
  d = "$${not} %%{these} \n \" \\"
  e = "${"nested ${var.x}"} tail"
}
