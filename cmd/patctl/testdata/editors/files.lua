-- What Neovim does with the files of patctl without a server: filetypes, comments,
-- indentation, and colors. TestNeovimFiles runs it in a directory with examples.
local function check(ok, what, got)
  if not ok then
    io.stdout:write('FAIL ' .. what .. ': ' .. vim.inspect(got) .. '\n')
    vim.cmd('cquit')
  end
end

for name, want in pairs({
  ['new.pat.hcl'] = 'patctl',
  ['new.pattest.hcl'] = 'patctl-test',
  ['new.patvars'] = 'patctl-vars',
  ['new.auto.patvars'] = 'patctl-vars',
  ['new.pat.json'] = 'json',
  ['new.patvars.json'] = 'json',
  ['other.hcl'] = 'hcl',
}) do
  vim.cmd('edit ' .. name)
  check(vim.bo.filetype == want, name, vim.bo.filetype)
end

-- The examples are formatted. Without their indentation they get the same one back.
local files = vim.fn.glob('**/*.hcl', false, true)
check(#files > 5, 'examples', files)
for _, name in ipairs(files) do
  vim.cmd('edit! ' .. name)
  local want = vim.api.nvim_buf_get_lines(0, 0, -1, false)
  local text -- the end of a heredoc or comment, whose lines stay as they are
  for number, line in ipairs(want) do
    vim.fn.setline(number, text and line or vim.trim(line))
    if text and line:find(text) then
      text = nil
    elseif not text then
      local word = line:match('<<%-?(%w+)$')
      text = word and '^%s*' .. word .. '$' or line:find('/%*') and '%*/' or nil
    end
  end
  vim.cmd('silent normal! gg=G')
  for number, line in ipairs(vim.api.nvim_buf_get_lines(0, 0, -1, false)) do
    check(line == want[number], name .. ':' .. number, line)
  end
  vim.cmd('edit!')
end

vim.cmd('edit look/colors.pat.hcl')
check(vim.bo.commentstring == '# %s', 'commentstring', vim.bo.commentstring)
check(vim.bo.shiftwidth == 2 and vim.bo.expandtab, 'indentation', vim.bo.shiftwidth)
-- Each line of the file ends with a comment: the text and its color.
for number, line in ipairs(vim.api.nvim_buf_get_lines(0, 0, -1, false)) do
  local text, want = line:match('# (%S+) is (%S+)$')
  if text then
    local column = line:find(text, 1, true)
    local got = vim.fn.synIDattr(vim.fn.synID(number, column, 1), 'name')
    check(got == want, 'colors.pat.hcl:' .. number .. ' ' .. text, got)
  end
end

local done = vim.b.undo_ftplugin ~= nil and vim.b.undo_indent ~= nil
check(done, 'undo', vim.b.undo_ftplugin)
io.stdout:write('passed\n')
vim.cmd('qall!')
