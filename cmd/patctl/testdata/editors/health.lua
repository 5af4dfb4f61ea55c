-- What :checkhealth patctl shows, and whether the plugin is loaded as a package.
local text = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\n')
local filetype = vim.bo[vim.fn.bufnr('templates.pat.hcl')].filetype
if text:find('[Pp]atctl: patctl') and filetype == 'patctl' or text:find('patctl is not in PATH') then
  io.stdout:write('passed\n')
else
  io.stdout:write(filetype .. '\n' .. text .. '\n')
end
vim.cmd('qall!')
