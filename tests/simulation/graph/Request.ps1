# Invoke-MgGraphRequest: what a method and a URI ask for.

$script:GraphHosts = @{ 'global' = 'graph.microsoft.com'; 'gcc-high' = 'graph.microsoft.us'; 'dod' = 'dod-graph.microsoft.us'; 'china' = 'microsoftgraph.chinacloudapi.cn' }

function Split-GraphUri {
    param([string] $Uri)
    $text = $Uri
    $expected = $script:GraphHosts[$script:Sim.State['tenant']['cloud']]
    if ($text -match '^https://(?<host>[^/]+)/(?<rest>.*)$') {
        if ($Matches['host'] -ine $expected) { Stop-WithRecord (New-ServiceError "The request to '$($Matches['host'])' was refused: the access token is not valid for this cloud (InvalidAuthenticationToken)." 'InvalidAuthenticationToken' 'AuthenticationError') }
        $text = $Matches['rest']
    }
    $text = $text.TrimStart('/')
    if ($text -notmatch '^v1\.0/') { Stop-Simulation "the URI '$Uri' has no version v1.0" }
    $text = $text.Substring(5)
    $path, $query = $text.Split('?', 2)
    $options = @{}
    if ($query) {
        foreach ($pair in $query.Split('&')) {
            $name, $value = $pair.Split('=', 2)
            $options[[uri]::UnescapeDataString($name).ToLowerInvariant()] = [uri]::UnescapeDataString("$value".Replace('+', ' '))
        }
    }
    foreach ($option in $options.Keys) { if ($option -notin '$filter', '$select', '$top', '$skiptoken', '$count') { Stop-Simulation "the query option $option has no behaviour" } }
    $path = [uri]::UnescapeDataString($path).TrimEnd('/')
    $result = @{ Uri = $Uri; Options = $options; Collection = ''; Id = ''; AppId = ''; Sub = ''; SubId = '' }
    if ($path -notmatch "^(?<c>servicePrincipals|applications|organization|domains)(\(appId='(?<a>[^']+)'\))?(/(?<id>[^/(]+))?(/(?<sub>[^/]+)(/(?<subid>[^/]+))?)?$") { Stop-Simulation "the path '$path' has no behaviour" }
    $result.Collection = @{ serviceprincipals = 'servicePrincipals'; applications = 'applications'; organization = 'organization'; domains = 'domains' }[$Matches['c'].ToLowerInvariant()]
    $result.AppId = "$($Matches['a'])"
    $result.Id = "$($Matches['id'])"
    $result.Sub = "$($Matches['sub'])"
    $result.SubId = "$($Matches['subid'])"
    # servicePrincipals(appId='...')/appRoleAssignments: the next segment is no id there
    if ($result.AppId -and $result.Id) { $result.SubId = $result.Sub; $result.Sub = $result.Id; $result.Id = '' }
    if ($result.Sub -and $result.Sub -notin 'appRoleAssignments', 'appRoleAssignedTo') { Stop-Simulation "the path '$path' has no behaviour" }
    return $result
}

function Get-GraphRequestKind {
    param($Bound)
    $method = if ($Bound.ContainsKey('Method')) { "$($Bound['Method'])".ToUpperInvariant() } else { 'GET' }
    $target = Split-GraphUri "$($Bound['Uri'].OriginalString)"
    $kind = if ($target.Sub) { 'appRoleAssignments' } else { $target.Collection }
    return @{ Kind = $kind; Access = $(if ($method -eq 'GET') { 'read' } else { 'write' }) }
}

# What a body means: hash tables as they are, text as JSON, bytes as base64.
function ConvertTo-GraphBody {
    param($Body)
    if ($null -eq $Body) { return $null }
    if ($Body -is [psobject] -and $Body.PSObject.BaseObject -is [string]) { $Body = [string]$Body.PSObject.BaseObject }
    if ($Body -is [string]) {
        try { $parsed = ConvertFrom-Json $Body -AsHashtable -DateKind String } catch { Stop-Graph 400 'BadRequest' 'Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.' }
        return $parsed
    }
    return ConvertTo-GraphValue $Body
}

function ConvertTo-GraphValue {
    param($Value)
    if ($null -eq $Value) { return $null }
    $base = $Value
    if ($Value -is [psobject] -and $Value.PSObject.BaseObject -isnot [Management.Automation.PSCustomObject]) { $base = $Value.PSObject.BaseObject }
    if ($base -is [string] -or $base -is [bool] -or $base -is [int] -or $base -is [long] -or $base -is [double]) { return $base }
    if ($base -is [byte[]]) { return [Convert]::ToBase64String($base) }
    if ($base -is [datetime]) { return Format-Instant ([datetimeoffset]$base) }
    if ($base -is [guid] -or $base -is [uri]) { return "$base" }
    if ($base -is [Management.Automation.SwitchParameter]) { return [bool]$base }
    if ($base -is [Collections.IDictionary]) {
        $copy = [ordered]@{}
        foreach ($key in $base.Keys) { $copy[(ConvertTo-CamelCase "$key")] = ConvertTo-GraphValue $base[$key] }
        return $copy
    }
    if ($base -is [Collections.IEnumerable]) { return , @(foreach ($item in $base) { , (ConvertTo-GraphValue $item) }) }
    $copy = [ordered]@{}
    foreach ($property in $base.PSObject.Properties) { if ($null -ne $property.Value) { $copy[(ConvertTo-CamelCase $property.Name)] = ConvertTo-GraphValue $property.Value } }
    return $copy
}

function ConvertTo-CamelCase { param([string] $Name) return $Name.Substring(0, 1).ToLowerInvariant() + $Name.Substring(1) }

function Get-PagedAnswer {
    param([string] $Collection, $Objects, $Target)
    $select = if ($Target.Options.ContainsKey('$select')) { @($Target.Options['$select'].Split(',') | ForEach-Object { $_.Trim() }) } else { @() }
    $size = if ($Target.Options.ContainsKey('$top')) { [int]$Target.Options['$top'] } else { [int]$script:Sim.State['settings']['graphPageSize'] }
    $skip = if ($Target.Options.ContainsKey('$skiptoken')) { [int]$Target.Options['$skiptoken'] } else { 0 }
    $answer = [ordered]@{ '@odata.context' = "https://$($script:GraphHosts[$script:Sim.State['tenant']['cloud']])/v1.0/`$metadata#$Collection" }
    if ($Objects.Count -gt $skip + $size) {
        $base = "https://$($script:GraphHosts[$script:Sim.State['tenant']['cloud']])/v1.0/" + $Target.Path
        $rest = @($Target.Options.Keys | Where-Object { $_ -ne '$skiptoken' } | Sort-Object | ForEach-Object { "$_=$([uri]::EscapeDataString($Target.Options[$_]))" })
        $answer['@odata.nextLink'] = "$base`?" + (@($rest) + "`$skiptoken=$($skip + $size)" -join '&')
    }
    $page = @($Objects | Select-Object -Skip $skip -First $size)
    $answer['value'] = @($page | ForEach-Object { ConvertTo-Answer $_ $select $false })
    return $answer
}

function Read-Assignments {
    param($Target)
    $holder = Get-OneDirectoryObject 'servicePrincipals' $Target.Id $Target.AppId
    $all = Read-DirectoryObjects 'appRoleAssignments' ''
    $property = if ($Target.Sub -eq 'appRoleAssignedTo') { 'resourceId' } else { 'principalId' }
    return @($all | Where-Object { $_[$property] -ieq $holder['id'] })
}

function Invoke-GraphGet {
    param($Target)
    if ($Target.Sub) {
        $found = @(Read-Assignments $Target)
        if ($Target.SubId) {
            $one = @($found | Where-Object { $_['id'] -ceq $Target.SubId })
            if ($one.Count -eq 0) { Stop-GraphNotFound $Target.SubId }
            return Copy-Value $one[0]
        }
        return Get-PagedAnswer 'appRoleAssignments' @(Select-Filtered $found $Target.Options['$filter']) $Target
    }
    if ($Target.Id -or $Target.AppId) {
        $select = if ($Target.Options.ContainsKey('$select')) { @($Target.Options['$select'].Split(',') | ForEach-Object { $_.Trim() }) } else { @() }
        $one = ConvertTo-Answer (Get-OneDirectoryObject $Target.Collection $Target.Id $Target.AppId) $select $true
        $answer = [ordered]@{ '@odata.context' = "https://$($script:GraphHosts[$script:Sim.State['tenant']['cloud']])/v1.0/`$metadata#$($Target.Collection)/`$entity" }
        foreach ($name in $one.Keys) { $answer[$name] = $one[$name] }
        return $answer
    }
    return Get-PagedAnswer $Target.Collection @(Select-Filtered @(Read-DirectoryObjects $Target.Collection '') $Target.Options['$filter']) $Target
}

function Invoke-GraphWrite {
    param([string] $Method, $Target, $Body)
    if ($Method -ne 'DELETE' -and $Body -isnot [Collections.IDictionary]) { Stop-Graph 400 'BadRequest' 'Empty Payload. JSON content expected.' }
    if ($Target.Sub) {
        $holder = Get-StoredObject 'servicePrincipals' $Target.Id $Target.AppId
        if ($Method -eq 'POST') { return Copy-Value (New-AssignmentObject $holder['id'] $Body) }
        if ($Method -ne 'DELETE' -or -not $Target.SubId) { Stop-Simulation "$Method on $($Target.Sub) has no behaviour" }
        $one = @(Get-DirectoryObjects 'appRoleAssignments' | Where-Object { $_['id'] -ceq $Target.SubId })
        if ($one.Count -eq 0) { Assert-Scope 'AppRoleAssignment.ReadWrite.All'; Stop-GraphNotFound $Target.SubId }
        return Remove-DirectoryObject 'appRoleAssignments' $one[0]
    }
    if ($Target.Collection -notin 'servicePrincipals', 'applications') { Stop-Simulation "$Method on $($Target.Collection) has no behaviour" }
    if ($Method -eq 'POST') {
        if ($Target.Id -or $Target.AppId) { Stop-Simulation 'POST on one object has no behaviour' }
        if ($Target.Collection -eq 'applications') { return Copy-Value (New-ApplicationObject $Body) }
        return Copy-Value (New-PrincipalObject $Body)
    }
    $object = Get-StoredObject $Target.Collection $Target.Id $Target.AppId
    if ($Method -eq 'PATCH') { return Update-DirectoryObject $Target.Collection $object $Body }
    if ($Method -eq 'DELETE') { return Remove-DirectoryObject $Target.Collection $object }
    Stop-Simulation "$Method has no behaviour"
}

function Invoke-GraphRequest {
    param($Bound)
    foreach ($name in $Bound.Keys) { if ($name -notin 'Method', 'Uri', 'Body', 'ContentType', 'OutputType', 'Headers', 'ErrorAction', 'Verbose', 'ErrorVariable', 'WarningAction', 'Debug', 'InformationAction', 'OutVariable', 'ProgressAction') { Stop-Simulation "Invoke-MgGraphRequest -$name has no behaviour" } }
    $method = if ($Bound.ContainsKey('Method')) { "$($Bound['Method'])".ToUpperInvariant() } else { 'GET' }
    $text = $Bound['Uri'].OriginalString
    $script:Sim.RequestLine = "$method $text"
    $target = Split-GraphUri $text
    $target.Path = ($text -replace '^https://[^/]+/', '').TrimStart('/').Substring(5).Split('?')[0]
    $output = if ($Bound.ContainsKey('OutputType')) { "$($Bound['OutputType'])" } else { 'HashTable' }
    $answer = if ($method -eq 'GET') { Invoke-GraphGet $target } else { Invoke-GraphWrite $method $target (ConvertTo-GraphBody $Bound['Body']) }
    if ($null -eq $answer) { return }
    # The SDK answers with hash tables that ignore case; dates stay text there, lists are arrays.
    switch ($output) {
        'HashTable' { return ConvertTo-CaseInsensitive $answer }
        'PSObject' { return ConvertFrom-Json (ConvertTo-Json $answer -Depth 20) }
        'Json' { return ConvertTo-Json $answer -Depth 20 }
    }
    Stop-Simulation "Invoke-MgGraphRequest -OutputType $output has no behaviour"
}

function ConvertTo-CaseInsensitive {
    param($Value)
    if ($Value -is [Collections.IDictionary]) {
        $table = @{}
        foreach ($key in $Value.Keys) { $table[$key] = ConvertTo-CaseInsensitive $Value[$key] }
        return $table
    }
    if ($null -ne $Value -and $Value -isnot [string] -and $Value -is [Collections.IEnumerable]) { return , @(foreach ($item in $Value) { , (ConvertTo-CaseInsensitive $item) }) }
    # Newtonsoft turns texts that look like an instant into DateTime
    if ($Value -is [string] -and $Value -match '^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$') { return [datetime]::Parse($Value, [Globalization.CultureInfo]::InvariantCulture, 'AdjustToUniversal') }
    return $Value
}
