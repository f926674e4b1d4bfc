# Setting overrides are kept in Active Directory and act on a server only after that server was told to refresh.

function New-Override {
    param($Bound)
    $parameters = @($Bound['Parameters'] | ForEach-Object { "$_" })
    Assert-OverrideParameters $parameters
    $object = [ordered]@{ Name = $Bound['Name']; Guid = (New-MadeUpId); ComponentName = $Bound['Component']; SectionName = $Bound['Section']; FlightName = $null
        ModifiedBy = 'Organization Management'; Reason = $Bound['Reason']; MinVersion = $null; MaxVersion = $null; FixVersion = $null; Server = @(); Parameters = $parameters }
    Set-Properties $script:Kinds['SettingOverride'] $object $Bound @('Name', 'Component', 'Section', 'Parameters', 'Reason')
    Add-Object 'exchange-shell' 'SettingOverride' $object
    return ConvertTo-ShellObject $script:Kinds['SettingOverride'] $object
}

function Assert-OverrideParameters {
    param([string[]] $Parameters)
    foreach ($parameter in $Parameters) {
        if ($parameter -notmatch '^[A-Za-z0-9.]+=.+$') { Stop-WithError "The setting override is invalid: the parameter '$parameter' must be in the form Name=Value." 'SettingOverrideInvalidParameterSyntax' 'InvalidArgument' }
    }
}

# Which overrides Active Directory has for a server.
function Get-OverridesForServer {
    param($OnPremises, [string] $Server)
    $found = foreach ($override in @($OnPremises['objects']['SettingOverride'])) {
        if ($null -eq $override) { continue }
        if (@($override['Server']).Count -gt 0 -and @($override['Server']) -notcontains $Server) { continue }
        [ordered]@{ Name = $override['Name']; ComponentName = $override['ComponentName']; SectionName = $override['SectionName']; Parameters = @($override['Parameters']) }
    }
    return $found
}

function Get-DiagnosticServer {
    param($Bound)
    $name = if ($Bound.ContainsKey('Server') -and $Bound['Server']) { "$($Bound['Server'])" } else { $script:Sim.LocalServer }
    $short = $name.Split('.')[0]
    foreach ($server in $script:Sim.State['onPremises']['servers'].Keys) { if ($server -ieq $short) { return $server } }
    return $null
}

# A refresh is a write only where it changes what acts on the server.
function Get-DiagnosticAccess {
    param($Bound)
    if ("$($Bound['Argument'])" -ine 'Refresh') { return 'read' }
    $server = Get-DiagnosticServer $Bound
    if ($null -eq $server) { return 'read' }
    $active = ConvertTo-Json @($script:Sim.State['onPremises']['servers'][$server]['activeOverrides']) -Depth 6 -Compress
    $wanted = ConvertTo-Json @(Get-OverridesForServer $script:Sim.State['onPremises'] $server) -Depth 6 -Compress
    if ($active -ceq $wanted) { return 'read' }
    return 'write'
}

function Invoke-DiagnosticInfo {
    param($Bound)
    $server = Get-DiagnosticServer $Bound
    if ($null -eq $server) { Stop-NotFound "$($Bound['Server'])" }
    Assert-ServerAnswers $server
    if ($Bound['Process'] -ne 'Microsoft.Exchange.Directory.TopologyService' -or $Bound['Component'] -ne 'VariantConfiguration') { Stop-Simulation "Get-ExchangeDiagnosticInfo -Process $($Bound['Process']) -Component $($Bound['Component']) has no behaviour" }
    $argument = "$($Bound['Argument'])"
    if ($argument -inotin 'Refresh', 'Overrides') { Stop-Simulation "Get-ExchangeDiagnosticInfo -Argument $argument has no behaviour" }
    $record = $script:Sim.State['onPremises']['servers'][$server]
    if ($argument -ieq 'Refresh') {
        $record['activeOverrides'] = @(Get-OverridesForServer $script:Sim.State['onPremises'] $server)
        $record['overridesRefreshed'] = $script:Sim.State['clock']
    }
    $items = foreach ($override in @($record['activeOverrides'])) {
        if ($null -eq $override) { continue }
        $parameters = ($override['Parameters'] | ForEach-Object { "<Parameter>$(ConvertTo-XmlText $_)</Parameter>" }) -join ''
        "<SettingOverride><Name>$(ConvertTo-XmlText $override['Name'])</Name><ModifiedBy>Organization Management</ModifiedBy><ComponentName>$(ConvertTo-XmlText $override['ComponentName'])</ComponentName><SectionName>$(ConvertTo-XmlText $override['SectionName'])</SectionName><Status>Accepted</Status><Message>This override synced to the server but whether it applies to the services running on this server depends on the override parameters, current configuration and the context.</Message><Parameters>$parameters</Parameters></SettingOverride>"
    }
    $xml = "<Diagnostics><ProcessInfo><id>4242</id><serverName>$server</serverName></ProcessInfo><Components><VariantConfiguration><Overrides Updated=""$($record['overridesRefreshed'])"">$($items -join '')</Overrides></VariantConfiguration></Components></Diagnostics>"
    $result = [pscustomobject]@{ Result = $xml; Identity = ''; IsValid = $true; ObjectState = 'New' }
    $result | Add-Member -MemberType ScriptMethod -Name ToString -Value { $this.Result } -Force
    return $result
}
