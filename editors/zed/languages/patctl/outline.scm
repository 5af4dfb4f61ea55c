(config_file
  (body
    (block
      (identifier) @context
      (string_lit (template_literal) @name)?
      (string_lit (template_literal) @name)?) @item))
