# --- Values -----------------------------------------------------------------------------------
# Objects arrive live, as property bags of implicit remoting or as dictionaries of Graph: no type is trusted.

function Test-HybridProperty([object] $InputObject, [string] $Name) {
    <# .SYNOPSIS Tells whether an object or dictionary has a property, whatever its value. #>
    if ($null -eq $InputObject) { return $false }
    if ($InputObject -is [System.Collections.IDictionary]) { return ([string[]] @($InputObject.Keys) -contains $Name) }
    return ($null -ne $InputObject.PSObject.Properties[$Name])
}

function Get-HybridProperty([object] $InputObject, [string] $Name) {
    <# .SYNOPSIS Reads a property of an object or dictionary; a missing one is null, never an error. #>
    if (-not (Test-HybridProperty -InputObject $InputObject -Name $Name)) { return $null }
    if ($InputObject -isnot [System.Collections.IDictionary]) { return , $InputObject.PSObject.Properties[$Name].Value }
    foreach ($key in $InputObject.Keys) { if ("$key" -eq $Name) { return , $InputObject[$key] } }
}

function Get-HybridItem([object] $InputObject, [string] $Name) {
    <# .SYNOPSIS The items of a multi-valued property one by one, as they are; nothing when it is missing or empty. #>
    (Get-HybridProperty -InputObject $InputObject -Name $Name) | Where-Object { $null -ne $_ }
}

function ConvertTo-HybridText([object] $Value) {
    <# .SYNOPSIS A domain, address or enumeration as text, in whichever form it came. #>
    # A property bag mostly says its value; one that does not has it under a name that Exchange's types give it.
    $text = "$Value".Trim()
    if ($text -notmatch '^(@\{|System\.|Microsoft\.Exchange\.|Deserialized\.)') { return $text }
    $known = 'Value', 'Domain', 'Address', 'Name' | Where-Object { Test-HybridProperty -InputObject $Value -Name $_ }
    foreach ($name in $known) { return "$(Get-HybridProperty -InputObject $Value -Name $name)".Trim() }
    return $text
}

function Get-HybridText([object] $InputObject, [Parameter(Mandatory = $true)] [string] $Name) {
    <# .SYNOPSIS Reads a property as text; a missing or empty one is the empty string. #>
    return (ConvertTo-HybridText -Value (Get-HybridProperty -InputObject $InputObject -Name $Name))
}

function Get-HybridList([object] $InputObject, [string] $Name) {
    <# .SYNOPSIS Reads a multi-valued property as an array of texts; empty values are left out. #>
    $texts = @(Get-HybridItem -InputObject $InputObject -Name $Name | ForEach-Object { ConvertTo-HybridText -Value $_ })
    return , [string[]] @($texts -ne '')
}

function Test-HybridTrue([object] $InputObject, [string] $Name) {
    <# .SYNOPSIS Reads a Boolean property that may have come as text. #>
    return ((Get-HybridText -InputObject $InputObject -Name $Name) -eq 'True')
}

function Select-HybridProperty {
    <# .SYNOPSIS Some properties of each object as texts, flags and lists of texts; the object itself is its Source. #>
    param([Parameter(ValueFromPipeline = $true)] $InputObject, [string[]] $Text, [string[]] $Flag, [string[]] $List)
    process {
        $read = [ordered] @{ Source = $InputObject }
        foreach ($name in $Text) { $read[$name] = Get-HybridText -InputObject $InputObject -Name $name }
        foreach ($name in $Flag) { $read[$name] = Test-HybridTrue -InputObject $InputObject -Name $name }
        foreach ($name in $List) { $read[$name] = Get-HybridList -InputObject $InputObject -Name $name }
        [pscustomobject] $read
    }
}

function Get-HybridKey([string] $Text) {
    <# .SYNOPSIS The form in which names and URLs are compared: lower case, no slash at the end of a path. #>
    # The slash behind a bare host stays: as service principal names, https://host and https://host/ are two.
    return ($Text.Trim() -replace '(?<=//[^/]+/.+)/$', '').ToLowerInvariant()
}

function Test-HybridContains([string[]] $List, [string[]] $Text) {
    <# .SYNOPSIS Tells whether a list holds one of some texts, compared without case and the final slash of a path. #>
    $keys = @(foreach ($item in $List) { Get-HybridKey -Text $item })
    return (@($Text | Where-Object { $keys -ccontains (Get-HybridKey -Text $_) }).Count -gt 0)
}

function Join-HybridList([string[]] $List, [string[]] $Add) {
    <# .SYNOPSIS The first list verbatim and in order, then what of the second it does not hold. Never shortens. #>
    [string[]] $union = @($List | Where-Object { $_ })
    foreach ($item in $Add) { if ($item -and -not (Test-HybridContains -List $union -Text $item)) { $union += $item } }
    return , $union
}

function Remove-HybridItem([string[]] $List, [string[]] $Remove) {
    <# .SYNOPSIS A list without the named texts, compared without case: https://host and https://host/ are two. #>
    return , [string[]] @($List | Where-Object { $null -ne $_ -and @($Remove) -notcontains $_ })
}

function Get-HybridHost([string] $Url) {
    <# .SYNOPSIS The host name of a URL in lower case; empty when the text is no URL. #>
    $uri = $null
    if ([System.Uri]::TryCreate($Url, [System.UriKind]::Absolute, [ref] $uri)) { return $uri.Host.ToLowerInvariant() }
    return ''
}

function Test-HybridHostBelow([string] $Url, [string[]] $Domain) {
    <# .SYNOPSIS Tells whether a URL leads to one of the domains or to a host below. #>
    $name = Get-HybridHost -Url $Url
    return ($name -ne '' -and @($Domain | Where-Object { $name -eq $_ -or $name.EndsWith(".$_") }).Count -gt 0)
}

function ConvertTo-HybridUtc([object] $Value) {
    <# .SYNOPSIS A date in UTC, from a date or from text in the form of JSON; null when it is neither. #>
    if ($Value -is [datetime]) { return $Value.ToUniversalTime() }
    if ($Value -is [System.DateTimeOffset]) { return $Value.UtcDateTime }
    $parsed = [System.DateTimeOffset]::MinValue
    $culture = [cultureinfo]::InvariantCulture
    if ([System.DateTimeOffset]::TryParse("$Value", $culture, 'AssumeUniversal', [ref] $parsed)) { $parsed.UtcDateTime }
}

function Format-HybridMoment([object] $Value = [datetime]::UtcNow) {
    <# .SYNOPSIS A moment, else the present, in UTC as JSON writes it, whatever the calendar; null when it is none. #>
    $date = ConvertTo-HybridUtc -Value $Value
    if ($null -ne $date) { return $date.ToString("yyyy-MM-dd'T'HH':'mm':'ss'Z'", [cultureinfo]::InvariantCulture) }
}

function Get-HybridDate([object] $Value) {
    <# .SYNOPSIS A date as yyyy-MM-dd of the Gregorian calendar, whatever the culture. #>
    return ("$(Format-HybridMoment -Value $Value)" -replace 'T.+$', '' -replace '^$', 'an unknown date')
}
