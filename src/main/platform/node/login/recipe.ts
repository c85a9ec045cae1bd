/**
 * How the service host is started at login, system by system: one file and the commands around it. Pure. It starts with the next
 * login; a Leadline that runs already is left alone, on removal too.
 */
import path from 'node:path'
import { systemdArgument, systemdProgram, windowsArgument, xmlText } from './quote'

export interface LoginCommand {
  /** The program and its arguments, all absolute or the system's own. */
  program: string
  args: readonly string[]
}

export interface LoginHost {
  system: NodeJS.Platform
  home: string
  env: Readonly<Record<string, string | undefined>>
}

export interface LoginRecipe {
  /** Absolute. */
  file: string
  content: string
  encoding: 'utf8' | 'utf16le'
  /** Run one after the other, once the file is written. */
  install: readonly LoginCommand[]
  /** Run before the file is deleted. */
  remove: readonly LoginCommand[]
  /** Run after it is deleted. */
  removed: readonly LoginCommand[]
}

const NAME = 'leadline'
const LABEL = 'app.leadline.service'
const TASK = 'Leadline'

/** Wrong options (2) fail the same way each time; anything else is worth another start. */
const unit = ({ program, args }: LoginCommand): string => `[Unit]
Description=Leadline, the inbox on this computer

[Service]
Type=exec
ExecStart=${[systemdProgram(program), ...args.map(systemdArgument)].join(' ')}
Restart=on-failure
RestartSec=10
RestartPreventExitStatus=2
TimeoutStopSec=20

[Install]
WantedBy=default.target
`

const plist = ({ program, args }: LoginCommand): string => `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
  <key>Label</key>
  <string>${LABEL}</string>
  <key>ProgramArguments</key>
  <array>
${[program, ...args].map((each) => `    <string>${xmlText(each)}</string>`).join('\n')}
  </array>
  <key>RunAtLoad</key>
  <true/>
  <key>KeepAlive</key>
  <dict>
    <key>SuccessfulExit</key>
    <false/>
  </dict>
  <key>LimitLoadToSessionType</key>
  <string>Aqua</string>
</dict>
</plist>
`

/** `start /min` keeps its window small; the task itself ends at once. Without these settings it would not run on battery. */
function task({ program, args }: LoginCommand, user: string): string {
  if ([program, ...args].some((each) => each.includes('%')))
    throw new Error('A path with a % in it can not be started at login on Windows.')
  const started = [program, ...args].map(windowsArgument).join(' ')
  return `<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <Triggers>
    <LogonTrigger>
      <UserId>${xmlText(user)}</UserId>
    </LogonTrigger>
  </Triggers>
  <Principals>
    <Principal id="Author">
      <UserId>${xmlText(user)}</UserId>
      <LogonType>InteractiveToken</LogonType>
      <RunLevel>LeastPrivilege</RunLevel>
    </Principal>
  </Principals>
  <Settings>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <ExecutionTimeLimit>PT0S</ExecutionTimeLimit>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
  </Settings>
  <Actions Context="Author">
    <Exec>
      <Command>cmd.exe</Command>
      <Arguments>${xmlText(`/d /c start "Leadline" /min ${started}`)}</Arguments>
    </Exec>
  </Actions>
</Task>
`
}

function userOf({ env }: LoginHost): string {
  const name = env['USERNAME']
  if (!name) throw new Error('Windows does not say who is signed in (USERNAME).')
  return env['USERDOMAIN'] ? `${env['USERDOMAIN']}\\${name}` : name
}

/** @throws {Error} in words, where this can't be done here. */
export function loginRecipe(command: LoginCommand, host: LoginHost): LoginRecipe {
  const { system, home, env } = host
  if (system === 'darwin') {
    const file = path.posix.join(home, 'Library', 'LaunchAgents', `${LABEL}.plist`)
    return { file, content: plist(command), encoding: 'utf8', install: [], remove: [], removed: [] }
  }
  if (system === 'win32') {
    const folder = env['LOCALAPPDATA'] || path.win32.join(home, 'AppData', 'Local')
    const file = path.win32.join(folder, 'Leadline', 'login-task.xml')
    const schtasks = (...args: string[]): LoginCommand[] => [{ program: 'schtasks.exe', args }]
    return {
      ...{ file, content: `\ufeff${task(command, userOf(host))}`, encoding: 'utf16le' },
      install: schtasks('/Create', '/TN', TASK, '/XML', file, '/F'),
      remove: schtasks('/Delete', '/TN', TASK, '/F'),
      removed: [],
    }
  }
  if (system !== 'linux') throw new Error(`Leadline does not know how programs start at login on ${system}.`)
  const config = env['XDG_CONFIG_HOME']
  const base = config && path.posix.isAbsolute(config) ? config : path.posix.join(home, '.config')
  const systemctl = (...args: string[]): LoginCommand => ({ program: 'systemctl', args: ['--user', ...args] })
  return {
    file: path.posix.join(base, 'systemd', 'user', `${NAME}.service`),
    content: unit(command),
    encoding: 'utf8',
    install: [systemctl('daemon-reload'), systemctl('enable', `${NAME}.service`)],
    remove: [systemctl('disable', `${NAME}.service`)],
    removed: [systemctl('daemon-reload')],
  }
}

export interface StartedWith {
  dataDir: string | null
  port: number
  open: boolean
  keyFile: boolean
  logLevel: string
}

/** The same service host, with the same options. Its browser is opened by starting it once more. */
export function loginCommand(
  node: string,
  script: string,
  options: StartedWith,
  defaultPort: number,
): LoginCommand {
  const { dataDir, port, open, keyFile, logLevel } = options
  const args = [script, open ? '--minimised' : '--no-open']
  if (dataDir !== null) args.push(`--data-dir=${dataDir}`)
  if (port !== defaultPort) args.push(`--port=${port}`)
  if (keyFile) args.push('--key-file')
  if (logLevel !== 'info') args.push(`--log-level=${logLevel}`)
  return { program: node, args }
}
