" The filetypes of patctl's files. Files in JSON keep the filetype json.
if has('nvim-0.8')
  " Later autocommands could only change the filetype hcl, and everything that
  " belongs to it would be loaded first.
  lua << LUA
  vim.filetype.add({
    extension = { patvars = 'patctl-vars' },
    pattern = {
      ['.*%.pat%.hcl'] = 'patctl',
      ['.*%.pattest%.hcl'] = 'patctl-test',
    },
  })
LUA
else
  autocmd BufNewFile,BufRead *.pat.hcl set filetype=patctl
  autocmd BufNewFile,BufRead *.pattest.hcl set filetype=patctl-test
  autocmd BufNewFile,BufRead *.patvars set filetype=patctl-vars
endif
