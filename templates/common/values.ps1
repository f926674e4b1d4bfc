# --- Values -----------------------------------------------------------------------------------
# Objects arrive as live objects, as property bags of implicit remoting or as dictionaries of Graph;
# these functions read all of them and never trust a type.

function Test-HybridProperty {
    <# .SYNOPSIS Tells whether an object or dictionary has a property, whatever its value. #>
    [CmdletBinding()] param([object] $InputObject, [string] $Name)
    if ($null -eq $InputObject) { return $false }
    if ($InputObject -is [System.Collections.IDictionary]) {
        foreach ($key in $InputObject.Keys) { if ("$key" -eq $Name) { return $true } }
        return $false
    }
    return ($null -ne $InputObject.PSObject.Properties[$Name])
}

function Get-HybridProperty {
    <# .SYNOPSIS Reads a property of an object or dictionary; a missing one is null, never an error. #>
    [CmdletBinding()] param([object] $InputObject, [string] $Name)
    if ($null -eq $InputObject) { return $null }
    if ($InputObject -is [System.Collections.IDictionary]) {
        foreach ($key in $InputObject.Keys) {
            if ("$key" -eq $Name) { return , $InputObject[$key] }
        }
        return $null
    }
    $property = $InputObject.PSObject.Properties[$Name]
    if ($null -eq $property) { return $null }
    return , $property.Value
}

function Get-HybridItem {
    <# .SYNOPSIS The items of a multi-valued property one by one, as they are; nothing when it is missing or empty. #>
    [CmdletBinding()] param([object] $InputObject, [string] $Name)
    $value = Get-HybridProperty -InputObject $InputObject -Name $Name
    foreach ($item in @($value)) {
        if ($null -ne $item) { $item }
    }
}

function ConvertTo-HybridText {
    <# .SYNOPSIS A domain, address or enumeration as text, in whichever form it came. #>
    # A property bag mostly says its value when it is made text; one that does not is read by the names that
    # Exchange's types give their value.
    [CmdletBinding()] param([object] $Value)
    if ($null -eq $Value) { return '' }
    $text = "$Value".Trim()
    if ($text -like '@{*' -or $text -like 'System.*' -or $text -like 'Microsoft.Exchange.*' -or $text -like 'Deserialized.*') {
        foreach ($name in @('Value', 'Domain', 'Address', 'Name')) {
            if (Test-HybridProperty -InputObject $Value -Name $name) { return "$(Get-HybridProperty -InputObject $Value -Name $name)".Trim() }
        }
    }
    return $text
}

function Get-HybridText {
    <# .SYNOPSIS Reads a property as text; a missing or empty one is the empty string. #>
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [Parameter()] [AllowNull()] [object] $InputObject,
        [Parameter(Mandatory = $true)] [string] $Name
    )
    return (ConvertTo-HybridText -Value (Get-HybridProperty -InputObject $InputObject -Name $Name))
}

function Get-HybridList {
    <# .SYNOPSIS Reads a multi-valued property as an array of texts; empty values are left out. #>
    [CmdletBinding()] param([object] $InputObject, [string] $Name)
    $value = Get-HybridProperty -InputObject $InputObject -Name $Name
    $texts = [System.Collections.Generic.List[string]]::new()
    foreach ($item in @($value)) {
        $text = ConvertTo-HybridText -Value $item
        if ($text -ne '') { $texts.Add($text) }
    }
    return , $texts.ToArray()
}

function Test-HybridTrue {
    <# .SYNOPSIS Reads a Boolean property that may have come as text. #>
    [CmdletBinding()] param([object] $InputObject, [string] $Name)
    return ((Get-HybridText -InputObject $InputObject -Name $Name) -eq 'True')
}

function Get-HybridKnown {
    <# .SYNOPSIS What stood in a property, for the record: true, false or text; 'unknown' where it cannot be read. #>
    [CmdletBinding()] param([object] $InputObject, [string] $Name)
    if (-not (Test-HybridProperty -InputObject $InputObject -Name $Name)) { return 'unknown' }
    $text = Get-HybridText -InputObject $InputObject -Name $Name
    if ($text -eq 'True') { return $true }
    if ($text -eq 'False') { return $false }
    return $text
}

function Get-HybridKey {
    <# .SYNOPSIS The form in which names and URLs are compared: lower case, no slash at the end of a path. #>
    # The slash behind a bare host stays: as service principal names, https://host and https://host/ are two.
    [CmdletBinding()] param([string] $Text)
    return ($Text.Trim() -replace '(?<=//[^/]+/.+)/$', '').ToLowerInvariant()
}

function Test-HybridContains {
    <# .SYNOPSIS Tells whether a list holds a text, compared without case and the final slash of a path. #>
    [CmdletBinding()] param([string[]] $List, [string] $Text)
    $wanted = Get-HybridKey -Text $Text
    foreach ($item in @($List)) {
        if ($null -ne $item -and (Get-HybridKey -Text $item) -ceq $wanted) { return $true }
    }
    return $false
}

function Join-HybridList {
    <# .SYNOPSIS The first list verbatim and in order, then what of the second it does not hold. Never shortens. #>
    [CmdletBinding()] param([string[]] $List, [string[]] $Add)
    $union = [System.Collections.Generic.List[string]]::new()
    foreach ($item in @($List)) { if ("$item" -ne '') { $union.Add($item) } }
    foreach ($item in @($Add)) {
        if ("$item" -ne '' -and -not (Test-HybridContains -List $union.ToArray() -Text $item)) { $union.Add($item) }
    }
    return , $union.ToArray()
}

function Remove-HybridItem {
    <# .SYNOPSIS A list without the named texts, compared without case: https://host and https://host/ are two. #>
    [CmdletBinding()] param([string[]] $List, [string[]] $Remove)
    $rest = [System.Collections.Generic.List[string]]::new()
    foreach ($item in @($List)) {
        if ($null -ne $item -and @($Remove) -notcontains $item) { $rest.Add($item) }
    }
    return , $rest.ToArray()
}

function Get-HybridHost {
    <# .SYNOPSIS The host name of a URL in lower case; empty when the text is no URL. #>
    [CmdletBinding()] param([string] $Url)
    $uri = $null
    if ([System.Uri]::TryCreate($Url, [System.UriKind]::Absolute, [ref] $uri)) { return $uri.Host.ToLowerInvariant() }
    return ''
}

function ConvertTo-HybridUtc {
    <# .SYNOPSIS A date in UTC, from a date or from text in the form of JSON; null when it is neither. #>
    [CmdletBinding()] param([object] $Value)
    if ($null -eq $Value) { return $null }
    if ($Value -is [datetime]) { return $Value.ToUniversalTime() }
    if ($Value -is [System.DateTimeOffset]) { return $Value.UtcDateTime }
    $parsed = [System.DateTimeOffset]::MinValue
    $culture = [System.Globalization.CultureInfo]::InvariantCulture
    $style = [System.Globalization.DateTimeStyles]::AssumeUniversal
    if ([System.DateTimeOffset]::TryParse("$Value", $culture, $style, [ref] $parsed)) { return $parsed.UtcDateTime }
    return $null
}

function Get-HybridDate {
    <# .SYNOPSIS A date as yyyy-MM-dd of the Gregorian calendar, whatever the culture. #>
    [CmdletBinding()] param([object] $Value)
    $date = ConvertTo-HybridUtc -Value $Value
    if ($null -eq $date) { return 'an unknown date' }
    return $date.ToString('yyyy-MM-dd', [System.Globalization.CultureInfo]::InvariantCulture)
}

function Test-HybridOverlap {
    <# .SYNOPSIS Tells whether two lists have a text in common, compared without case and the final slash of a path. #>
    [CmdletBinding()] param([string[]] $List, [string[]] $Other)
    foreach ($item in $Other) { if (Test-HybridContains -List $List -Text $item) { return $true } }
    return $false
}

function Test-HybridHostBelow {
    <# .SYNOPSIS Tells whether a URL leads to one of the domains or to a host below. #>
    [CmdletBinding()] param([string] $Url, [string[]] $Domain)
    $name = Get-HybridHost -Url $Url
    if ($name -eq '') { return $false }
    foreach ($one in $Domain) { if ($name -eq $one -or $name.EndsWith('.' + $one)) { return $true } }
    return $false
}
