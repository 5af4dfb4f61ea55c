; The nodes are those of tree-sitter-hcl. Later patterns win.
(identifier) @variable
(attribute (identifier) @property)
(object_elem key: (expression (variable_expr (identifier) @property)))
(get_attr (identifier) @property)
(block (identifier) @keyword)
(function_call (identifier) @function)

((variable_expr (identifier) @variable.special)
  (#any-of? @variable.special "var" "local" "each" "self" "template" "module" "path"))
((variable_expr (identifier) @type)
  (#any-of? @type "string" "number" "bool" "any" "list" "set" "map" "object" "tuple"))

(comment) @comment
(numeric_lit) @number
(bool_lit) @boolean
(null_lit) @constant
[(quoted_template_start) (quoted_template_end) (template_literal)] @string
[(heredoc_identifier) (heredoc_start)] @punctuation.delimiter
[
  (template_interpolation_start)
  (template_interpolation_end)
  (template_directive_start)
  (template_directive_end)
  (strip_marker)
  (ellipsis)
] @punctuation.special

["for" "endfor" "in" "if" "else" "endif"] @keyword
["{" "}" "[" "]" "(" ")"] @punctuation.bracket
["." "," ":"] @punctuation.delimiter
["=" "=>" "!" "*" "/" "%" "+" "-" ">" ">=" "<" "<=" "==" "!=" "&&" "||" "?"] @operator
