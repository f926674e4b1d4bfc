# Runs one job: prepares state, drive and runspace, runs the script, gathers what came out.

$script:Bootstrap = @'
param($Blocks, $ShellBlocks, $Sim, $Export, $Loaded)
foreach ($name in $Loaded) { New-Module -Name $name -ScriptBlock { } | Import-Module -Global }
$module = New-Module -Name Simulation -ArgumentList $Blocks, $ShellBlocks, $Sim, $Export -ScriptBlock {
    param($Blocks, $ShellBlocks, $Sim, $Export)
    Set-StrictMode -Off
    foreach ($block in $Blocks) { . $block }
    foreach ($block in $ShellBlocks) { . $block }
    $script:Sim = $Sim
    Export-ModuleMember -Function $Export
}
Import-Module $module -Global -DisableNameChecking
'@

# Modules that are loaded in a shell: Get-Module shows their names, the functions are the simulation's.
$script:LoadedModules = @{ 'exo' = @('ExchangeOnlineManagement'); 'mggraph' = @('Microsoft.Graph.Authentication', 'Microsoft.Graph.Applications') }

# A Cert: drive with what the server has: with its key where the server has the key.
function New-CertificateDrive {
    param($State, [string] $Server, [string] $CertificateFolder)
    $entries = @($State['onPremises']['servers'][$Server]['certificates'])
    $key = ($entries | ForEach-Object { "$($_['thumbprint'])$($_['hasPrivateKey'])" }) -join ' '
    $digest = [Convert]::ToHexString([Security.Cryptography.SHA256]::HashData([Text.Encoding]::UTF8.GetBytes($key))).Substring(0, 12)
    $drive = Join-Path $CertificateFolder "drives/$digest"
    $store = Join-Path $drive 'LocalMachine/My'
    if ([IO.Directory]::Exists($store)) { return $drive }
    $temporary = "$drive.$PID"
    [void][IO.Directory]::CreateDirectory((Join-Path $temporary 'LocalMachine/My'))
    [void][IO.Directory]::CreateDirectory((Join-Path $temporary 'CurrentUser/My'))
    $set = ConvertFrom-Json ([IO.File]::ReadAllText((Join-Path $CertificateFolder 'certificates.json'))) -AsHashtable
    foreach ($entry in $entries) {
        foreach ($name in $set.Keys) {
            if ($set[$name]['thumbprint'] -ine $entry['thumbprint']) { continue }
            $kind = if ($entry['hasPrivateKey']) { 'pem' } else { 'cer' }
            [IO.File]::Copy((Join-Path $CertificateFolder "$name.$kind"), (Join-Path $temporary "LocalMachine/My/$name.$kind"))
        }
    }
    try { [IO.Directory]::Move($temporary, $drive) } catch { [IO.Directory]::Delete($temporary, $true) }
    return $drive
}

function Get-Setting {
    param($Job, [string] $Name, $Default)
    if ($Job.Contains($Name) -and $null -ne $Job[$Name]) { return $Job[$Name] }
    return $Default
}

function ConvertTo-ResultText {
    param($Value)
    if ($null -eq $Value) { return '' }
    if ($Value -is [string]) { return $Value }
    try { return ConvertTo-Json $Value -Depth 6 -Compress -WarningAction SilentlyContinue } catch { return "$Value" }
}

# Digests and judgements by what they were made from: jobs of one process often start from the same state, and leave it.
$script:Made = [Collections.Generic.Dictionary[string, object]]::new([StringComparer]::Ordinal)
function Get-Made {
    param([string] $Key, [scriptblock] $Make)
    if (-not $script:Made.ContainsKey($Key)) { $script:Made[$Key] = & $Make }
    return $script:Made[$Key]
}

function New-Sim {
    param($Job, $State, [string] $Server, $Folders)
    $mortal = @(Get-Setting $Job 'faults' @() | Where-Object { $_ -and $_['kind'] -match '^(kill|cut)-' }).Count -gt 0
    return @{
        Mortal = $mortal; State = $State; StatePath = $Job['statePath']; LogPath = (Get-Setting $Job 'logPath' ''); Faults = @(Get-Setting $Job 'faults' @())
        LocalServer = $Server; Connected = [bool](Get-Setting $Job 'connected' $true)
        Scopes = @(Get-Setting $Job 'scopes' @('Application.ReadWrite.All', 'AppRoleAssignment.ReadWrite.All', 'Directory.Read.All', 'User.Read'))
        Calls = 0; Writes = 0; Total = 0; Kinds = [ordered]@{}; Warnings = @(); ServiceError = $null; Broken = $null; CutOff = [Threading.ManualResetEvent]::new($false); CtrlC = [Threading.ManualResetEvent]::new($false); MaxRetry = 3; Slept = 0; Sleeps = 0; Hidden = @(); ProgramFolders = $Folders }
}

function New-ProgramFolders {
    param($State, [string] $CertificateFolder)
    $folders = @{}
    foreach ($name in $State['onPremises']['servers'].Keys) {
        $build = $State['onPremises']['servers'][$name]['build']
        $folder = Join-Path $CertificateFolder "programs/$build"
        New-ExSetup $folder $build
        $folders[$name] = $folder
    }
    return $folders
}

# Puts the bundle of a job where the others stood before it. PowerShell knows what it has compiled by path and text, and
# the shared script is the same in all of them.
function Set-Bundle {
    param([string] $From, [string] $To)
    $note = "$To.from"
    $there = if ([IO.File]::Exists($note)) { [IO.File]::ReadAllText($note) }
    if ($there -ceq $From) { return }
    if ($there) { [IO.Directory]::Move($To, $there) }
    [IO.Directory]::Move($From, $To)
    [IO.File]::WriteAllText($note, $From)
}

# What scripts write into a bundle: taken from one folder to another, whatever was there before.
function Copy-BundleFiles {
    param([string] $From, [string] $To)
    # Folders before the folders in them: what lay in the place of the first is deleted whole.
    foreach ($name in 'handoff', 'evidence', 'evidence/runs', 'state') {
        $old = Join-Path $To $name
        if ([IO.Directory]::Exists($old)) { [IO.Directory]::Delete($old, $true) }
        if (-not $From -or -not [IO.Directory]::Exists((Join-Path $From $name))) { continue }
        [void][IO.Directory]::CreateDirectory($old)
        foreach ($file in [IO.Directory]::GetFiles((Join-Path $From $name))) { [IO.File]::Copy($file, (Join-Path $old ([IO.Path]::GetFileName($file)))) }
        # A folder where a file is to be written: nothing can be written there.
        foreach ($held in [IO.Directory]::GetDirectories((Join-Path $From $name), '*.new')) { [void][IO.Directory]::CreateDirectory((Join-Path $old ([IO.Path]::GetFileName($held)))) }
    }
}

# The same after a run, of whose bundle nothing is read any more.
function Move-BundleFiles {
    param([string] $From, [string] $To)
    [void][IO.Directory]::CreateDirectory($To)
    foreach ($name in 'handoff', 'evidence', 'state') {
        $old = Join-Path $To $name
        if ([IO.Directory]::Exists($old)) { [IO.Directory]::Delete($old, $true) }
        if ([IO.Directory]::Exists((Join-Path $From $name))) { [IO.Directory]::Move((Join-Path $From $name), $old) }
    }
}

function Invoke-Job {
    param($Stage, $Job)
    $watch = [Diagnostics.Stopwatch]::StartNew()
    if ($Job.Contains('stateFrom') -and $Job['stateFrom']) { [IO.File]::Copy($Job['stateFrom'], $Job['statePath'], $true) }
    if ($Job.Contains('bundleFrom')) { Set-Bundle $Job['bundleFrom'] $Job['bundle'] }
    if ($Job.Contains('bundle')) { Copy-BundleFiles $Job['filesFrom'] $Job['bundle'] }
    $state = Read-SimulationState $Job['statePath']
    $before = [Convert]::ToHexString([Security.Cryptography.SHA256]::HashData([IO.File]::ReadAllBytes($Job['statePath'])))
    $digest = Get-Made $before { Get-StateDigest $state }
    $server = Get-Setting $Job 'server' @($state['onPremises']['servers'].Keys)[0]
    $folders = New-ProgramFolders $state $Job['certificateFolder']
    $contexts = @(Get-Setting $Job 'contexts' @($Job['context']))
    $sim = New-Sim $Job $state $server $folders
    $product = Get-ProductCode $state['onPremises']['servers'][$server]['build']
    $shells = @($contexts | Where-Object { $_ -and $_ -ne 'none' } | ForEach-Object { Get-ShellAst $Stage $_ $product })
    $export = @($script:AlwaysExported) + @($shells | ForEach-Object { $_.Names })
    if ($contexts -contains 'exo' -and -not $sim.Connected) {
        $sim.Hidden = @($export | Where-Object { $_ -notin $script:ModuleOnly -and $_ -notin $script:AlwaysExported })
        if ($contexts.Count -eq 1) { $export = @($export | Where-Object { $_ -notin $sim.Hidden }) }
    }
    $saved = @{}
    $environment = @{ PWSH_HOST_CERT = (Join-Path $Job['certificateFolder'] 'drives/none'); COMPUTERNAME = $server; PSModulePath = (Join-Path $Stage.Root 'modules') + [IO.Path]::PathSeparator + $env:PSModulePath }
    if ($contexts -contains 'exchange-shell') {
        $environment.PWSH_HOST_CERT = if ($Job.Contains('certDir') -and $Job['certDir']) { $Job['certDir'] } else { New-CertificateDrive $state $server $Job['certificateFolder'] }
        $environment.PATH = $folders[$server] + [IO.Path]::PathSeparator + $env:PATH
    } else { $environment.COMPUTERNAME = 'ADMIN01' }
    foreach ($name in $environment.Keys) { $saved[$name] = [Environment]::GetEnvironmentVariable($name); [Environment]::SetEnvironmentVariable($name, $environment[$name]) }
    $runspace = [runspacefactory]::CreateRunspace($Stage.Session)
    $shell = [powershell]::Create()
    $result = [ordered]@{ id = $Job['id']; exitCode = 0; terminatedBy = 'end'; simulationError = $null }
    $output = @()
    try {
        $runspace.Open()
        Set-FixedDrive $runspace.SessionStateProxy.Drive
        $shell.Runspace = $runspace
        [void]$shell.AddScript($script:Bootstrap).AddArgument($Stage.Blocks).AddArgument(@($shells | ForEach-Object { $_.Block })).AddArgument($sim).AddArgument($export).AddArgument(@($contexts | ForEach-Object { $script:LoadedModules["$_"] } | Where-Object { $_ })).Invoke()
        if ($shell.HadErrors) { throw "the shell could not be made: $($shell.Streams.Error[0]) $($shell.Streams.Error[0].ScriptStackTrace)" }
        $shell.Commands.Clear()
        $shell.Streams.ClearStreams()
        $arguments = @{}
        foreach ($name in (Get-Setting $Job 'arguments' @{}).Keys) { $arguments[$name] = $Job['arguments'][$name] }
        $folder = Get-Setting $Job 'workingDirectory' ([IO.Path]::GetTempPath())
        $ready = $watch.ElapsedMilliseconds
        try {
            $runspace.SessionStateProxy.Path.SetLocation([Management.Automation.WildcardPattern]::Escape($folder)) | Out-Null
            [void]$shell.AddCommand($Job['script'], $true)
            foreach ($name in $arguments.Keys) { [void]$shell.AddParameter($name, $arguments[$name]) }
            $pending = $shell.BeginInvoke()
            $which = [Threading.WaitHandle]::WaitAny([Threading.WaitHandle[]]@($pending.AsyncWaitHandle, $sim.CutOff, $sim.CtrlC))
            if ($which -eq 1) { $result.terminatedBy = 'cut-off' } elseif ($which -eq 2) { $result.terminatedBy = 'stopped'; $shell.Stop() } else { $output = @($shell.EndInvoke($pending)) }
        } catch {
            $inner = $_.Exception
            while ($inner -is [Management.Automation.MethodInvocationException] -and $inner.InnerException) { $inner = $inner.InnerException }
            $result.exitCode = 1
            $result.terminatedBy = 'error'
            $result.error = "$($inner.Message)"
            $result.errorPlace = if ($inner -is [Management.Automation.RuntimeException] -and $inner.ErrorRecord) { "$($inner.ErrorRecord.ScriptStackTrace)" } else { '' }
        }
        # a runspace that is cut off answers nothing any more
        $exit = if ($result.terminatedBy -ne 'cut-off') { $runspace.SessionStateProxy.GetVariable('global:LASTEXITCODE') }
        if ($result.terminatedBy -eq 'end' -and $null -ne $exit) { $result.exitCode = [int]$exit; $result.terminatedBy = 'exit' }
        if ($sim.Broken) { $result.simulationError = $sim.Broken }
    } finally {
        foreach ($name in $saved.Keys) { [Environment]::SetEnvironmentVariable($name, $saved[$name]) }
    }
    # ReadAll: going through a stream waits for its end, which never comes where the script was cut off
    $streams = $shell.Streams
    $result.output = @($output | ForEach-Object { ConvertTo-ResultText $_ })
    $result.errors = @($streams.Error.ReadAll() | ForEach-Object { "$_" })
    $result.warnings = @($streams.Warning.ReadAll() | ForEach-Object { "$_" })
    $result.verbose = @($streams.Verbose.ReadAll() | ForEach-Object { "$_" })
    $result.information = @($streams.Information.ReadAll() | ForEach-Object { "$_" })
    if ($Job.Contains('filesTo')) { Move-BundleFiles $Job['bundle'] $Job['filesTo'] }
    if ($result.terminatedBy -ne 'cut-off') { Write-SimulationState $sim.State $Job['statePath'] }
    $result.calls = $sim.Calls
    $result.writes = $sim.Writes
    $result.kinds = $sim.Kinds
    $result.slept = $sim.Slept
    $result.digestBefore = $digest
    $result.digestAfter = if ($sim.Writes -eq 0) { $digest } else { Get-StateDigest $sim.State }
    $result.meaningAfter = Get-Made "meaning of $($result.digestAfter)" { Get-StateDigest $sim.State -WithoutIds }
    # Its own clock is what a judgement sees beside what the digest is of.
    $result.judgement = Get-Made "judgement of $($result.digestAfter) at $($sim.State['clock'])" { Get-Judgement $sim.State }
    if (Get-Setting $Job 'normalState' $false) { $result.normalState = Get-NormalState $sim.State -WithoutIds }
    # What was cut off never goes on, not even to clean up: its thread sleeps until the process ends.
    if ($result.terminatedBy -ne 'cut-off') {
        $shell.Dispose()
        $runspace.Dispose()
    }
    $result.overheadMs = $ready
    $result.elapsedMs = $watch.ElapsedMilliseconds
    return $result
}
