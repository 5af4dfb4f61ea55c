-- For vim.lsp.enable('patctl'), which Neovim 0.11 and later have.
return require('patctl').config()
