# Builds the shell that a script under test finds: proxy functions, a clock that moves instead of waiting, no network.

function Get-Stage {
    param([string] $Root)
    $files = @(Get-ChildItem -Path (Join-Path $Root 'engine'), (Join-Path $Root 'exchange'), (Join-Path $Root 'graph') -Filter '*.ps1' | Sort-Object FullName)
    $blocks = foreach ($file in $files) {
        $errors = $null
        $ast = [Management.Automation.Language.Parser]::ParseFile($file.FullName, [ref]$null, [ref]$errors)
        if ($errors) { throw "$($file.Name): $($errors[0].Message) (line $($errors[0].Extent.StartLineNumber))" }
        $ast.GetScriptBlock()
    }
    return @{ Root = $Root; Blocks = @($blocks); Shells = @{ }; Session = (New-Session) }
}

# The commonest cmdlets are there from the start: loading their modules anew in every runspace takes longer than most scripts.
function New-Session {
    Import-Module Microsoft.PowerShell.Management, Microsoft.PowerShell.Utility
    $session = [initialsessionstate]::CreateDefault2()
    foreach ($cmdlet in Get-Command -CommandType Cmdlet -Module Microsoft.PowerShell.Management, Microsoft.PowerShell.Utility) {
        $session.Commands.Add([Management.Automation.Runspaces.SessionStateCmdletEntry]::new($cmdlet.Name, $cmdlet.ImplementingType, $null))
    }
    $certificates = Get-PSProvider -PSProvider Certificate
    $session.Providers.Add([Management.Automation.Runspaces.SessionStateProviderEntry]::new($certificates.Name, $certificates.ImplementingType, $null))
    # One table of types for all: a table of its own makes the engine compile each access to a member again.
    $session.Types.Clear()
    $session.Types.Add([Management.Automation.Runspaces.SessionStateTypeEntry]::new([Management.Automation.Runspaces.TypeTable]::LoadDefaultTypeFiles()))
    # And one of formats, which no script changes.
    $session.Formats.Clear()
    $session.Formats.Add([Management.Automation.Runspaces.SessionStateFormatEntry]::new([Management.Automation.Runspaces.FormatTable]::LoadDefaultFormatFiles()))
    return $session
}

# PowerShell tells the log of the system of each command that it runs, which takes a tenth of the time and helps nobody here.
# Only a setting beside the program turns that off, or this, where the engine has these fields.
function Stop-SystemLog {
    $any = [Reflection.BindingFlags]'Static,Instance,NonPublic'
    $type = [psobject].Assembly.GetType('System.Management.Automation.Tracing.PSSysLogProvider')
    $field = if ($type) { $type.GetField('s_provider', $any) }
    $provider = if ($field) { $field.GetValue($null) }
    if ($null -eq $provider) { return }
    foreach ($filter in '_keywordFilter', '_levelFilter') {
        $field = $provider.GetType().GetField($filter, $any)
        if ($field) { $field.SetValue($provider, [Convert]::ChangeType(0, $field.FieldType)) }
    }
}

# PowerShell asks the system for all its disks whenever a path is looked at, where it takes the drive of the system for
# one that may be pulled out. Only this turns that off, where the engine has the property.
function Set-FixedDrive {
    param($Drives)
    $property = [Management.Automation.PSDriveInfo].GetProperty('IsAutoMounted', [Reflection.BindingFlags]'Instance,NonPublic')
    if (-not $property) { return }
    foreach ($drive in $Drives.GetAll()) { if ($drive.Provider.Name -eq 'FileSystem') { $property.SetValue($drive, $false) } }
}

function Get-ProductCode {
    param([string] $Build)
    $version = [version]$Build
    if ($version.Minor -eq 1) { return 'E2016' }
    if ($version.Minor -eq 0) { return 'E2013' }
    if ($version.Build -ge 2562) { return 'ESE' }
    return 'E2019'
}

function Get-ShellAst {
    param($Stage, [string] $Context, [string] $Product)
    $key = "$Context $Product"
    if (-not $Stage.Shells.ContainsKey($key)) {
        $cache = if ($env:SIMULATION_CACHE) { $env:SIMULATION_CACHE } else { Join-Path ([IO.Path]::GetTempPath()) 'hybrid-oauth-simulation' }
        $text = Get-ShellSource $Context $Product (Get-SimulatedNames $Context) (Join-Path $Stage.Root '../catalogue') $cache
        $errors = $null
        $ast = [Management.Automation.Language.Parser]::ParseInput($text, [ref]$null, [ref]$errors)
        if ($errors) { throw "$Context functions: $($errors[0].Message) at line $($errors[0].Extent.StartLineNumber): $($errors[0].Extent.Text)" }
        $names = @($ast.FindAll({ param($node) $node -is [Management.Automation.Language.FunctionDefinitionAst] }, $false) | ForEach-Object { $_.Name })
        $Stage.Shells[$key] = @{ Block = $ast.GetScriptBlock(); Names = $names }
    }
    return $Stage.Shells[$key]
}

# Waiting costs no time: the simulated clock moves.
function Start-Sleep {
    [CmdletBinding(DefaultParameterSetName = 'Seconds')]
    param(
        [Parameter(ParameterSetName = 'Seconds', Position = 0, Mandatory, ValueFromPipeline)] [double] $Seconds,
        [Parameter(ParameterSetName = 'Milliseconds', Mandatory)] [int] $Milliseconds
    )
    process {
        $wait = if ($PSCmdlet.ParameterSetName -eq 'Milliseconds') { $Milliseconds / 1000 } else { $Seconds }
        $script:Sim.Slept += $wait
        $script:Sim.Sleeps++
        if ($script:Sim.Sleeps -gt 3000) { $script:Sim.Broken = 'the script waits without end'; throw 'SIMULATION: the script waits without end' }
        Add-SimulatedTime $wait
        foreach ($fault in $script:Sim.Faults) { if ($fault['of'] -eq 'sleep' -and $fault['at'] -eq $script:Sim.Sleeps) { Wait-CtrlC $PSCmdlet } }
    }
}

# Get-Date sees the time that was waited.
function Get-Date {
    $named = @($args | Where-Object { $_ -is [string] -and $_ -match '^-(D(ate)?|U(nixTimeSeconds)?)$' })
    $first = if ($args.Count -gt 0) { $args[0] } else { '-' }
    $cmdlet = $ExecutionContext.InvokeCommand.GetCmdlet('Get-Date')
    if ($script:Sim.Slept -eq 0 -or $named.Count -gt 0 -or "$first" -notlike '-*') { return (& $cmdlet @args) }
    return (& $cmdlet -Date ([datetime]::Now.AddSeconds($script:Sim.Slept)) @args)
}

function Stop-Network {
    param([string] $Name)
    $script:Sim.Broken = "$Name reached for the network"
    throw "SIMULATION: $Name reached for the network"
}
function Invoke-WebRequest { Stop-Network 'Invoke-WebRequest' }
function Invoke-RestMethod { Stop-Network 'Invoke-RestMethod' }
function Test-NetConnection { Stop-Network 'Test-NetConnection' }
function Resolve-DnsName { Stop-Network 'Resolve-DnsName' }

# Another server runs a script block with its own programs in the path; nothing else of it is simulated.
function Invoke-Command {
    [CmdletBinding()]
    param([Parameter(Position = 0)] [string[]] $ComputerName, [Parameter(Position = 1, Mandatory)] [scriptblock] $ScriptBlock, [object[]] $ArgumentList)
    if (-not $ComputerName) { return (& $ScriptBlock @ArgumentList) }
    foreach ($computer in $ComputerName) {
        $short = $computer.Split('.')[0]
        $folder = $script:Sim.ProgramFolders["$short"]
        if (-not $folder) { Write-Error "Connecting to remote server $computer failed with the following error message : The WinRM client cannot process the request because the server name cannot be resolved."; continue }
        $path = $env:PATH
        try { $env:PATH = "$folder$([IO.Path]::PathSeparator)$path"; & $ScriptBlock @ArgumentList } finally { $env:PATH = $path }
    }
}

$script:AlwaysExported = 'Start-Sleep', 'Get-Date', 'Invoke-WebRequest', 'Invoke-RestMethod', 'Test-NetConnection', 'Resolve-DnsName', 'Invoke-Command'
# What the Exchange Online module has before it is connected.
$script:ModuleOnly = 'Get-ConnectionInformation', 'Connect-ExchangeOnline', 'Disconnect-ExchangeOnline', 'Get-EXOMailbox'

# Makes the functions of a shell visible that were not before a connection.
function Show-ShellFunctions {
    foreach ($name in $script:Sim.Hidden) { Set-Item -Path "function:global:$name" -Value (Get-Item "function:$name").ScriptBlock }
    $script:Sim.Hidden = @()
}
