-- What Neovim does with `patctl lsp`. TestNeovimServer runs it in a repository that
-- has an example. It waits for what it wants to see, and never for a time.
local patience = 60000 -- milliseconds. A run that passes waits for what takes a few.

local function fail(what, got)
  io.stdout:write('FAIL ' .. what .. ': ' .. vim.inspect(got):sub(1, 2000) .. '\n')
  vim.cmd('cquit')
end

local function check(ok, what, got)
  if not ok then
    fail(what, got)
  end
end

local function eventually(what, condition, show)
  if not vim.wait(patience, condition, 10) then
    fail(what, show and show())
  end
end

-- Puts the cursor at the text that follows a text in the file.
local function cursor(before, after)
  vim.fn.cursor(1, 1)
  check(vim.fn.search('\\V' .. vim.fn.escape(before, '\\') .. '\\zs' .. vim.fn.escape(after, '\\'), 'c') > 0, 'search', before .. after)
end

local function request(method, extra)
  local params = vim.lsp.util.make_position_params(0, 'utf-16')
  local answers = vim.lsp.buf_request_sync(0, method, vim.tbl_extend('force', params, extra or {}), patience)
  local _, answer = next(answers or {})
  check(answer and not answer.err and not answer.error, method, answers)
  return answer.result
end

local function replace(before, after)
  local number = vim.fn.search('\\V' .. vim.fn.escape(before, '\\'), 'cw')
  check(number > 0, 'search', before)
  local start = vim.fn.getline(number):find(before, 1, true)
  vim.api.nvim_buf_set_text(0, number - 1, start - 1, number - 1, start - 1 + #before, { after })
end

local function contents(bufnr)
  return table.concat(vim.api.nvim_buf_get_lines(bufnr, 0, -1, false), '\n') .. '\n'
end

local function problems(bufnr)
  return vim.diagnostic.get(bufnr)
end

local function has_problem(bufnr, text)
  return function()
    for _, problem in ipairs(problems(bufnr)) do
      if problem.message:find(text, 1, true) and problem.source == 'patctl' then
        return true
      end
    end
  end
end

local opened
require('patctl').setup({
  handlers = {
    ['window/showDocument'] = function(_, params)
      opened = params.uri
      return { success = true }
    end,
  },
})

local function clients(bufnr)
  if vim.lsp.get_clients then
    return vim.lsp.get_clients({ bufnr = bufnr })
  end
  return vim.tbl_values(vim.lsp.buf_get_clients(bufnr))
end

vim.cmd('edit templates.pat.hcl')
local templates = vim.api.nvim_get_current_buf()
eventually('a client', function()
  local client = clients(templates)[1]
  return client and client.name == 'patctl' and client.initialized ~= false
end, function()
  return vim.fn.readfile(vim.lsp.log and vim.lsp.log.get_filename and vim.lsp.log.get_filename() or vim.lsp.get_log_path())
end)
local original = contents(templates)

-- Diagnostics, also of a file that is not the one that changed.
replace('contents = "read"', 'content = "read"')
eventually('the diagnostic of a misspelled permission', has_problem(templates, 'content'), function()
  return problems(templates)
end)

-- The quick fix.
cursor('{ ', 'content')
local fixes = {}
for _, action in ipairs(request('textDocument/codeAction', {
  range = { start = { line = vim.fn.line('.') - 1, character = 0 }, ['end'] = { line = vim.fn.line('.'), character = 0 } },
  context = { diagnostics = vim.tbl_map(function(problem)
    return problem.user_data and problem.user_data.lsp and vim.tbl_extend('keep', {
      range = {
        start = { line = problem.lnum, character = problem.col },
        ['end'] = { line = problem.end_lnum, character = problem.end_col },
      },
      message = problem.message,
      severity = problem.severity,
      source = problem.source,
    }, problem.user_data.lsp)
  end, problems(templates)) },
}) or {}) do
  table.insert(fixes, vim.inspect(action.edit))
end
check(os.getenv("NOFIX") or table.concat(fixes):find('"contents"', 1, true), 'the quick fix', fixes)
replace('content = "read"', 'contents = "read"')
eventually('no diagnostic', function()
  return #problems(templates) == 0
end, function()
  return problems(templates)
end)

-- Completion of a local value, where its name begins.
cursor('= local.', 'by_machine')
local labels = {}
local completion = request('textDocument/completion') or {}
for _, item in ipairs(completion.items or completion) do
  table.insert(labels, item.label)
end
check(table.concat(labels, ' '):find('by_hand', 1, true), 'completion', labels)

-- Hover over a permission.
cursor('permissions  = { ', 'contents = "read"')
local hover = request('textDocument/hover')
check(hover and vim.inspect(hover.contents):find('contents', 1, true), 'hover', hover)

-- Links and risk above the templates, and what a click does.
local lenses = vim.lsp.buf_request_sync(templates, 'textDocument/codeLens', { textDocument = vim.lsp.util.make_text_document_params(templates) }, patience)
local _, lens = next(lenses or {})
check(lens and lens.result and #lens.result > 0, 'code lenses', lenses)
for _, one in ipairs(lens.result) do
  local command = one.command
  if command and command.command == 'patctl.openLink' and not opened then
    local client = clients(templates)[1]
    local params = { command = command.command, arguments = command.arguments }
    if vim.fn.has('nvim-0.11') == 1 then
      client:request('workspace/executeCommand', params, nil, templates)
    else
      client.request('workspace/executeCommand', params, function() end, templates)
    end
    eventually('an opened link', function()
      return opened
    end)
    check(opened:find('^https://github.com/settings/personal%-access%-tokens/new%?'), 'link', opened)
  end
end
check(opened, 'a lens with a link', lens.result)

eventually('the lenses that setup() shows', function()
  return #vim.lsp.codelens.get(vim.fn.has('nvim-0.12') == 1 and { bufnr = templates } or templates) > 0
end)

-- Symbols and colors.
local symbols = vim.inspect(request('textDocument/documentSymbol'))
check(symbols:find('clone', 1, true), 'symbols', symbols)
local tokens = request('textDocument/semanticTokens/full')
check(tokens and #tokens.data > 0, 'semantic tokens', tokens)

-- Definition, in another file.
cursor('= local.', 'by_machine')
vim.lsp.buf.definition()
eventually('the definition', function()
  return vim.fn.expand('%:t') == 'locals.pat.hcl' and vim.fn.getline('.'):find('by_machine = 90', 1, true)
end, function()
  return { vim.fn.expand('%'), vim.fn.getline('.') }
end)

-- Rename, in all files.
cursor('', 'by_machine')
vim.lsp.buf.rename('by_robot')
eventually('the new name', function()
  return contents(templates):find('local.by_robot', 1, true) and not contents(templates):find('by_machine', 1, true)
end, function()
  return vim.fn.getbufline(templates, 9, 12)
end)
check(contents(0):find('by_robot = 90', 1, true), 'the definition of the new name', contents(0))
-- teams.pat.hcl was not open.
check(contents(vim.fn.bufnr('teams.pat.hcl')):find('local.by_robot', 1, true), 'a file that was not open', vim.fn.bufnr('teams.pat.hcl'))

-- A mistake in one file is a diagnostic of another.
replace('by_robot = 90', 'robot = 90')
eventually('a diagnostic of another file', has_problem(templates, 'by_robot'), function()
  return problems(templates)
end)
replace('robot = 90', 'by_robot = 90')

-- Formatting.
vim.api.nvim_set_current_buf(templates)
local formatted = contents(templates)
replace('description  = ', 'description = ')
local format = vim.lsp.buf.format or vim.lsp.buf.formatting_sync
format(vim.lsp.buf.format and { timeout_ms = patience } or nil, patience)
check(contents(templates) == formatted, 'formatting', contents(templates))
check(formatted == original:gsub('by_machine', 'by_robot'), 'changes', formatted)

-- The other kinds of files use the same server.
for _, name in ipairs({ 'tests/templates.pattest.hcl', 'patctl.patvars', 'more.pat.json' }) do
  vim.cmd('edit! ' .. name)
  eventually('a client for ' .. name, function()
    return #clients(0) == 1
  end)
  check(clients(0)[1].id == clients(templates)[1].id, 'another server for ' .. name, clients(0)[1].config.root_dir)
end
vim.cmd('edit! package.json')
check(vim.bo.filetype == 'json' and #clients(0) == 0, 'a server for other files in JSON', #clients(0))

io.stdout:write('passed\n')
vim.cmd('qall!')
