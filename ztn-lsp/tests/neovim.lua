-- A real editor: a squiggle at the right place after an emoji, its fix made, and the file looked at again.
-- `ZTN_LSP` is the command; the outcome is the exit code, and what went wrong is printed.

local text = {
  'apiVersion: v1',
  'kind: Pod',
  'metadata: {name: agent, namespace: a, labels: {note: "🦀"}}',
  'spec: {containers: [{name: "🦀🦀", image: agent}], hostPID: true}',
}

local function check(holds, message)
  if not holds then
    io.stderr:write(message .. '\n')
    vim.cmd('cquit')
  end
end

local function wait_for(what, holds)
  check(vim.wait(20000, holds, 20), 'in vain: ' .. what)
end

local folder = vim.fn.tempname()
vim.fn.mkdir(folder)
local path = folder .. '/pod.yaml'
vim.fn.writefile(text, path)
vim.cmd('edit ' .. path)
local buffer = vim.api.nvim_get_current_buf()

local id = vim.lsp.start_client({ cmd = { vim.env.ZTN_LSP, 'lsp' }, root_dir = folder, name = 'ztn' })
check(id, 'the server does not start')
vim.lsp.buf_attach_client(buffer, id)

local function found()
  for _, one in ipairs(vim.diagnostic.get(buffer)) do
    if one.code == 'host-pid' then
      return one
    end
  end
end

wait_for('the finding', found)
local finding = found()
local line = vim.api.nvim_buf_get_lines(buffer, finding.lnum, finding.lnum + 1, false)[1]
local marked = line:sub(finding.col + 1, finding.end_col)
check(marked == 'true', 'marked is `' .. marked .. '`')

local params = vim.lsp.util.make_range_params()
params.range = finding.user_data.lsp.range or {
  start = { line = finding.lnum, character = vim.str_utfindex(line, finding.col) },
  ['end'] = { line = finding.lnum, character = vim.str_utfindex(line, finding.end_col) },
}
params.context = { diagnostics = {} }
local client = vim.lsp.get_client_by_id(id)
local answer = client.request_sync('textDocument/codeAction', params, 20000, buffer)
check(answer and answer.result, 'no answer about actions')
local fix
for _, action in ipairs(answer.result) do
  if action.kind == 'quickfix' and action.title:find('may change what runs') then
    fix = action
  end
end
check(fix, 'no fix is offered')
vim.lsp.util.apply_workspace_edit(fix.edit, client.offset_encoding)
local after = table.concat(vim.api.nvim_buf_get_lines(buffer, 0, -1, false), '\n')
check(not after:find('hostPID: true'), 'the fix is not made: ' .. after)
check(after:find('🦀🦀'), 'the fix took more than it may: ' .. after)
wait_for('the end of the finding', function()
  return not found()
end)
vim.cmd('quitall!')
