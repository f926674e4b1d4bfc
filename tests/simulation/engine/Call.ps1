# One call of a cmdlet: counted, logged, perhaps broken by a fault, answered by the service's behaviour.

# An error of the service (not of the simulation). Handlers throw it with Stop-WithError; it becomes the cmdlet's error.
function New-ServiceError {
    param([string] $Message, [string] $Id, [string] $Category = 'InvalidOperation', [Exception] $Exception, $Target)
    if ($null -eq $Exception) { $Exception = [InvalidOperationException]::new($Message) }
    $record = [Management.Automation.ErrorRecord]::new($Exception, $Id, [Management.Automation.ErrorCategory]$Category, $Target)
    return $record
}

function Stop-WithError {
    param([string] $Message, [string] $Id = 'ServiceError', [string] $Category = 'InvalidOperation')
    $script:Sim.ServiceError = New-ServiceError $Message $Id $Category
    throw 'service error'
}

function Stop-WithRecord { param($Record) $script:Sim.ServiceError = $Record; throw 'service error' }

# The simulation does not know how the real service would answer: the test must fail, whatever the script does with the error.
function Stop-Simulation {
    param([string] $Message)
    throw "SIMULATION: $Message"
}

function Get-CallKind {
    param([string] $Name, $Bound)
    if ($Name -eq 'Invoke-MgGraphRequest') { return Get-GraphRequestKind $Bound }
    if ($Name -match '^[A-Za-z]+-Mg(ServicePrincipalAppRoleAssignment)') { return @{ Kind = 'appRoleAssignments'; Access = (Get-VerbAccess $Name) } }
    if ($Name -match '^[A-Za-z]+-Mg(ServicePrincipal|Application|Organization|Domain)(ByAppId)?$') {
        $kind = @{ ServicePrincipal = 'servicePrincipals'; Application = 'applications'; Organization = 'organization'; Domain = 'domains' }[$Matches[1]]
        return @{ Kind = $kind; Access = (Get-VerbAccess $Name) }
    }
    if ($Name -in 'Get-MgContext', 'Get-MgRequestContext', 'Set-MgRequestContext', 'Connect-MgGraph', 'Disconnect-MgGraph', 'Get-MgEnvironment', 'Get-ConnectionInformation', 'Connect-ExchangeOnline', 'Disconnect-ExchangeOnline', 'Get-ADServerSettings', 'Set-ADServerSettings') {
        return @{ Kind = $Name.Substring($Name.IndexOf([char]'-') + 1); Access = 'local' }
    }
    # A test of an object is no read of its kind.
    if ($Name -eq 'Test-OrganizationRelationship') { return @{ Kind = 'OrganizationRelationshipTest'; Access = 'read' } }
    if ($Name -eq 'Get-ExchangeDiagnosticInfo') { return @{ Kind = 'ExchangeDiagnosticInfo'; Access = (Get-DiagnosticAccess $Bound) } }
    return @{ Kind = $Name.Substring($Name.IndexOf([char]'-') + 1); Access = (Get-VerbAccess $Name) }
}

function Get-VerbAccess {
    param([string] $Name)
    if ($Name -match '^(Get|Test|Export)-') { return 'read' }
    return 'write'
}

function Write-CallLog {
    param($Entry)
    if ($script:Sim.LogPath) { [IO.File]::AppendAllText($script:Sim.LogPath, (ConvertTo-Json $Entry -Depth 8 -Compress) + "`n") }
}

function Get-LoggedParameters {
    param($Bound)
    $logged = [ordered]@{}
    foreach ($key in @($Bound.Keys)) {
        $value = $Bound[$key]
        $logged[$key] = if ($value -is [Management.Automation.SwitchParameter]) { [bool]$value }
        elseif ($null -eq $value -or $value -is [string] -or $value -is [bool] -or $value -is [int]) { $value }
        elseif ($value -is [byte[]]) { "byte[$($value.Length)]" }
        elseif ($value -is [Collections.IDictionary]) { ConvertTo-Json $value -Depth 8 -Compress }
        elseif ($value -is [Collections.IEnumerable]) { @($value | ForEach-Object { if ($_ -is [Collections.IDictionary]) { ConvertTo-Json $_ -Depth 8 -Compress } else { "$_" } }) }
        else { "$value" }
    }
    return $logged
}

function Invoke-SimulatedCmdlet {
    param([string] $Context, [string] $Name, $Bound, $Cmdlet)
    $answer = @{ Output = @(); Warnings = @(); Error = $null; Terminating = $false }
    $sim = $script:Sim
    $sim.Total++
    $sim.Warnings = @()
    $entry = [ordered]@{ n = $sim.Total; context = $Context; cmdlet = $Name; parameters = (Get-LoggedParameters $Bound); kind = ''; access = ''; call = 0; write = 0; fault = $null; result = ''; clock = $sim.State['clock'] }
    $fault = $null
    $kill = ''
    $ErrorActionPreference = 'Stop'
    try {
        $what = Get-CallKind $Name $Bound
        $entry.kind = $what.Kind
        $access = $what.Access
        $wouldWrite = $access -eq 'write' -and $Cmdlet.MyInvocation.BoundParameters.ContainsKey('WhatIf') -and $Cmdlet.MyInvocation.BoundParameters['WhatIf']
        if ($access -eq 'write' -and $Cmdlet.MyInvocation.MyCommand.ScriptBlock.Attributes.Where({ $_ -is [Management.Automation.CmdletBindingAttribute] -and $_.SupportsShouldProcess })) {
            if (-not $Cmdlet.ShouldProcess("$($Bound['Identity'])$($Bound['Name'])", $Name)) { $access = 'whatif' }
        } elseif ($wouldWrite) { $access = 'whatif' }
        $entry.access = $access
        if ($access -ne 'local') { $sim.Calls++; $entry.call = $sim.Calls }
        if ($access -eq 'write') { $sim.Writes++; $entry.write = $sim.Writes }
        if ($access -ne 'local') { $fault = Find-Fault $sim.Calls $sim.Writes ($access -eq 'write') $Name }
        if ($fault) {
            $kill = [string]$fault['kind']
            $entry.fault = $kill
            if ($kill -eq 'kill-before') { $entry.result = 'killed'; Write-CallLog $entry; Stop-OwnProcess }
            if ($kill -eq 'cut-before') { $entry.result = 'cut off'; Write-CallLog $entry; Stop-Script }
            if ($kill -notin 'kill-after', 'cut-after', 'stop-after', 'lost-after') {
                $wait = if ($fault.Contains('retryAfter')) { [int]$fault['retryAfter'] } else { 2 }
                Stop-WithRecord (New-FaultError $Context $kill $wait $Name)
            }
        }
        if ($access -ne 'whatif') {
            $output = @(Invoke-Behaviour $Context $Name $Bound $Cmdlet)
            if ($access -eq 'write') { Save-SimulationState }
            if ($kill -eq 'kill-after') { $entry.result = 'killed'; Write-CallLog $entry; Stop-OwnProcess }
            if ($kill -eq 'cut-after') { $entry.result = 'cut off'; Write-CallLog $entry; Stop-Script }
            if ($kill -eq 'stop-after') { $entry.result = 'stopped'; Write-CallLog $entry; Wait-CtrlC $Cmdlet }
            # The SDK sends a request again by itself, a POST too, unless Set-MgRequestContext -MaxRetry 0 was called.
            if ($kill -eq 'lost-after' -and $Name -eq 'Invoke-MgGraphRequest' -and $sim.MaxRetry -gt 0) {
                $kill = ''
                $output = @(Invoke-Behaviour $Context $Name $Bound $Cmdlet)
                Save-SimulationState
            }
            if ($kill -eq 'lost-after') { Stop-WithRecord (New-FaultError $Context 'lost-after' 0 $Name) }
            $answer.Output = $output
        }
        $entry.result = if ($access -eq 'whatif') { 'whatif' } else { 'ok' }
        $answer.Warnings = $sim.Warnings
    } catch {
        $record = $sim.ServiceError
        $sim.ServiceError = $null
        if ($null -ne $record) {
            $entry.result = "error: $($record.Exception.Message)"
            $answer.Error = $record
            $answer.Terminating = $Name -in 'Invoke-MgGraphRequest', 'Connect-MgGraph', 'Connect-ExchangeOnline'
        } else {
            $entry.result = "simulation: $($_.Exception.Message) $($_.ScriptStackTrace)"
            $sim.Broken = "$Name`: $($_.Exception.Message)`n$($_.ScriptStackTrace)"
            $answer.Error = [Management.Automation.ErrorRecord]::new($_.Exception, 'SimulationError', 'NotImplemented', $Name)
            $answer.Terminating = $true
        }
    }
    Write-CallLog $entry
    $key = "$($entry.kind)"
    if (-not $sim.Kinds.Contains($key)) { $sim.Kinds[$key] = [ordered]@{ read = 0; write = 0; whatif = 0; local = 0 } }
    if ($entry.access) { $sim.Kinds[$key][$entry.access]++ }
    return $answer
}
