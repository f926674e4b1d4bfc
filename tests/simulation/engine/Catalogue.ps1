# Turns the catalogue of documented cmdlets into the source of proxy functions for one shell.

# Which catalogue file and which product codes make a shell; on-premises depends on the server's product.
function Get-ShellCatalogue {
    param([string] $Context, [string] $Product)
    switch ($Context) {
        'exchange-shell' { return @{ File = '../../knowledge/catalogue-exchange.json'; Codes = @($Product); Other = 'cloud' } }
        'exo' { return @{ File = '../../knowledge/catalogue-exchange.json'; Codes = @('EXO'); Other = 'onprem' } }
        'mggraph' { return @{ File = 'graph.json'; Codes = @('Graph1.0'); Other = '' } }
    }
    throw "unknown context '$Context'"
}

# Whether something with these marks exists in the shell.
function Test-InShell {
    param($Marks, $Shell, $Default)
    if ($Marks.Contains('only') -and $Marks['only'] -eq $Shell.Other) { return $false }
    $codes = if ($Marks.Contains('applicable')) { $Marks['applicable'] } else { $Default }
    foreach ($code in $Shell.Codes) { if ($codes -contains $code) { return $true } }
    return $false
}

$script:DotNetTypes = @{
    'SwitchParameter' = 'switch'; 'Boolean' = 'bool'; 'String' = 'string'; 'String[]' = 'string[]'; 'Int32' = 'int'
    'Int16' = 'int16'; 'UInt32' = 'uint32'; 'Double' = 'double'; 'Uri' = 'uri'; 'Guid' = 'guid'; 'Version' = 'version'
    'DateTime' = 'datetime'; 'Hashtable' = 'hashtable'; 'IDictionary' = 'System.Collections.IDictionary'; 'Byte[]' = 'byte[]'
    'SecureString' = 'securestring'; 'PSCredential' = 'pscredential'; 'Fqdn' = 'string'; 'SmtpDomain' = 'string'
    'X509Certificate2' = 'System.Security.Cryptography.X509Certificates.X509Certificate2'
}

# Values that the reference names in the text of a page only (Connect-MgGraph -Environment and so on stay open).
$script:KnownValues = @{
    'GraphRequestMethod' = @('GET', 'POST', 'PUT', 'PATCH', 'DELETE')
    'OutputType' = @('PSObject', 'HashTable', 'HttpResponseMessage', 'Json')
}

function Get-ParameterSource {
    param([string] $Name, $Parameter, [string[]] $Sets)
    $text = [System.Text.StringBuilder]::new()
    foreach ($set in $Parameter['sets'].Keys) {
        $where = $Parameter['sets'][$set]
        $arguments = [System.Collections.Generic.List[string]]::new()
        if ($set -ne '(All)') { $arguments.Add("ParameterSetName='$set'") }
        if ($where.Contains('required')) { $arguments.Add('Mandatory=$true') }
        if ($where.Contains('position')) { $arguments.Add("Position=$($where['position'])") }
        if ($where.Contains('pipeline')) {
            if ($where['pipeline'] -match 'ByValue|True') { $arguments.Add('ValueFromPipeline=$true') }
            if ($where['pipeline'] -match 'ByPropertyName|True') { $arguments.Add('ValueFromPipelineByPropertyName=$true') }
        }
        [void]$text.Append("[Parameter($($arguments -join ','))]")
    }
    if ($Parameter.Contains('aliases')) { [void]$text.Append("[Alias($(($Parameter['aliases'] | ForEach-Object { "'$_'" }) -join ','))]") }
    $values = $null
    if ($Parameter.Contains('values') -and -not $Parameter.Contains('values_open') -and $Parameter['type'] -ne 'Boolean') { $values = $Parameter['values'] }
    # A list comes whole or as @{Add=...; Remove=...}: the behaviour looks at its items.
    if ($Parameter.Contains('multi') -and $Parameter['type'] -eq 'MultiValuedProperty') { $values = $null }
    if ($script:KnownValues.ContainsKey($Parameter['type'])) { $values = $script:KnownValues[$Parameter['type']] }
    if ($values) { [void]$text.Append("[ValidateSet($(($values | ForEach-Object { "'$_'" }) -join ','))]") }
    $type = 'object'
    if ($script:DotNetTypes.ContainsKey($Parameter['type'])) { $type = $script:DotNetTypes[$Parameter['type']] }
    elseif ($values) { $type = 'string' }
    # An Exchange Boolean may be documented to take $null (EwsEnabled); a nullable keeps that.
    if ($type -eq 'bool' -and $Parameter.Contains('values') -and $Parameter['values'] -contains '$null') { $type = 'System.Nullable[bool]' }
    [void]$text.Append("[$type] `$$Name")
    return $text.ToString()
}

# The pages of Exchange do not name a default set: the first that needs nothing of its own, so that the bare call works.
function Get-DefaultSet {
    param($Cmdlet, $Shell, [string[]] $Sets)
    # one exception: certificate cmdlets take -Server alone, which stands in their Thumbprint set
    if ($Sets -contains 'Thumbprint') { return 'Thumbprint' }
    foreach ($set in $Sets) {
        $needs = @($Cmdlet['params'].Keys | Where-Object { $where = $Cmdlet['params'][$_]['sets']; $where.Contains($set) -and $where[$set].Contains('required') })
        $has = @($Cmdlet['params'].Keys | Where-Object { $Cmdlet['params'][$_]['sets'].Contains($set) -and (Test-InShell $Cmdlet['params'][$_] $Shell $Cmdlet['applicable']) })
        if ($needs.Count -eq 0 -and $has.Count -gt 0) { return $set }
    }
    return $Sets[0]
}

function Get-ProxySource {
    param([string] $Context, [string] $Name, $Cmdlet, $Shell)
    $sets = @($Cmdlet['sets'])
    $default = if ($Cmdlet.Contains('default_set')) { $Cmdlet['default_set'] } elseif ($sets[0] -ne '(All)') { Get-DefaultSet $Cmdlet $Shell $sets } else { '' }
    $binding = [System.Collections.Generic.List[string]]::new()
    $binding.Add('PositionalBinding=$false')
    if ($default) { $binding.Add("DefaultParameterSetName='$default'") }
    if ($Cmdlet['should_process'] -and $Cmdlet['should_process']['whatif']) {
        # Exchange asks before it removes; Graph's cmdlets do not.
        $impact = if ($Cmdlet['area'] -eq 'exchange' -and $Name -like 'Remove-*') { 'High' } else { 'Medium' }
        $binding.Add("SupportsShouldProcess=`$true,ConfirmImpact='$impact'")
    }
    $parameters = foreach ($parameter in $Cmdlet['params'].Keys) {
        if ($parameter -in 'WhatIf', 'Confirm') { continue }
        $record = $Cmdlet['params'][$parameter]
        if (-not (Test-InShell $record $Shell $Cmdlet['applicable'])) { continue }
        Get-ParameterSource $parameter $record $sets
    }
    return @"
function $Name {
[CmdletBinding($($binding -join ','))]
param(
$($parameters -join ",`n")
)
process {
`$simulated = Invoke-SimulatedCmdlet '$Context' '$Name' `$PSBoundParameters `$PSCmdlet
foreach (`$text in `$simulated.Warnings) { `$PSCmdlet.WriteWarning(`$text) }
if (`$simulated.Error) { if (`$simulated.Terminating) { `$PSCmdlet.ThrowTerminatingError(`$simulated.Error) } else { `$PSCmdlet.WriteError(`$simulated.Error) } }
foreach (`$item in `$simulated.Output) { `$PSCmdlet.WriteObject(`$item, `$false) }
}
}
"@
}

# The source of every proxy function of a shell, kept in a file named after what it was made from.
function Get-ShellSource {
    param([string] $Context, [string] $Product, [string[]] $Names, [string] $CatalogueFolder, [string] $CacheFolder)
    $shell = Get-ShellCatalogue $Context $Product
    $file = Join-Path $CatalogueFolder $shell.File
    $key = "$Context|$Product|$($Names -join ' ')|$([IO.File]::ReadAllText($file))|$([IO.File]::ReadAllText((Join-Path $PSScriptRoot 'Catalogue.ps1')))"
    $digest = [Convert]::ToHexString([Security.Cryptography.SHA256]::HashData([Text.Encoding]::UTF8.GetBytes($key))).Substring(0, 16)
    $cached = Join-Path $CacheFolder "$Context-$Product-$digest.ps1"
    if ([IO.File]::Exists($cached)) { return [IO.File]::ReadAllText($cached) }
    $catalogue = ConvertFrom-Json ([IO.File]::ReadAllText($file)) -AsHashtable
    $sources = foreach ($name in $Names) {
        $cmdlet = $catalogue[$name]
        if ($null -eq $cmdlet) { throw "the catalogue does not have $name" }
        if (-not (Test-InShell $cmdlet $shell $cmdlet['applicable'])) { continue }
        Get-ProxySource $Context $name $cmdlet $shell
    }
    $text = $sources -join "`n"
    [void][IO.Directory]::CreateDirectory($CacheFolder)
    $temporary = "$cached.$PID"
    [IO.File]::WriteAllText($temporary, $text)
    [IO.File]::Move($temporary, $cached, $true)
    return $text
}
