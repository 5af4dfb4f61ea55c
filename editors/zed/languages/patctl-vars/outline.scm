(config_file (body (attribute (identifier) @name) @item))
