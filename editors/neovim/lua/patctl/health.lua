-- :checkhealth patctl
local health = vim.health or require('health')
local say = {
  start = health.start or health.report_start,
  ok = health.ok or health.report_ok,
  warn = health.warn or health.report_warn,
  error = health.error or health.report_error,
}

-- The command of a running server, or the default one.
local function command()
  local get = vim.lsp.get_clients or vim.lsp.get_active_clients
  for _, client in ipairs(get()) do
    if client.name == 'patctl' then
      return client.config.cmd, true
    end
  end
  local config = vim.lsp.config and vim.lsp.config.patctl
  return config and config.cmd or { 'patctl', 'lsp' }, false
end

return {
  check = function()
    say.start('patctl')
    local cmd, runs = command()
    local path = vim.fn.exepath(cmd[1])
    if path == '' then
      say.error(cmd[1] .. ' is not in PATH. Install patctl, or set cmd in setup().')
      return
    end
    say.ok(path .. ': ' .. (vim.fn.systemlist({ path, 'version' })[1] or 'no version'))
    if runs then
      say.ok('The language server is running.')
    else
      say.warn('The language server is not running. Open a file of patctl, and check that setup() is called.')
    end
    local log = vim.lsp.log and vim.lsp.log.get_filename and vim.lsp.log.get_filename() or vim.lsp.get_log_path()
    say.ok('The log is ' .. log)
  end,
}
