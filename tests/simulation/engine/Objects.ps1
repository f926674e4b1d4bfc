# Objects as implicit remoting and the REST module return them: property bags, lists as ArrayList.

function ConvertTo-XmlText { param([string] $Text) return [Security.SecurityElement]::Escape($Text) }

# A property bag whose text is the value, as a deserialised Exchange type is.
function New-PropertyBag {
    param([string] $Type, [string] $Text, [string] $PropertyName)
    $escaped = ConvertTo-XmlText $Text
    $xml = "<Objs Version=""1.1.0.1"" xmlns=""http://schemas.microsoft.com/powershell/2004/04""><Obj RefId=""0""><TN RefId=""0""><T>Deserialized.$Type</T><T>Deserialized.System.Object</T></TN><ToString>$escaped</ToString><Props><S N=""$PropertyName"">$escaped</S></Props></Obj></Objs>"
    return [Management.Automation.PSSerializer]::Deserialize($xml)
}

function ConvertTo-ShellValue {
    param([string] $Type, $Value)
    $bag = $script:Sim.State['settings']['objectStyle'] -eq 'bag'
    switch ($Type) {
        'Uri' { if ($null -eq $Value -or "$Value" -eq '') { return $null } return [uri]"$Value" }
        'Guid' { return [guid]"$Value" }
        'Date' { if ($null -eq $Value) { return $null } return [datetime]::Parse($Value, [Globalization.CultureInfo]::InvariantCulture, 'AdjustToUniversal') }
        'Bytes' { return , [Convert]::FromBase64String($Value) }
        'Enum' { if ($null -eq $Value) { return $null } if ($bag) { return New-PropertyBag 'System.Enum' "$Value" 'Value' } return "$Value" }
        'Domain' { if ($null -eq $Value) { return $null } if ($bag) { return New-PropertyBag 'Microsoft.Exchange.Data.SmtpDomain' "$Value" 'Domain' } return "$Value" }
        'Address' { if ($null -eq $Value) { return $null } if ($bag) { return New-PropertyBag 'Microsoft.Exchange.Data.SmtpDomainWithSubdomains' "$Value" 'Address' } return "$Value" }
        'Id' { if ($null -eq $Value) { return $null } if ($bag) { return New-PropertyBag 'Microsoft.Exchange.Data.Directory.ADObjectId' "$Value" 'Name' } return "$Value" }
        'Domains' { return , (ConvertTo-ShellList $Value 'Domain') }
        'Addresses' { return , (ConvertTo-ShellList $Value 'Address') }
        'Enums' { return , (ConvertTo-ShellList $Value 'Enum') }
        'List' { return , (ConvertTo-ShellList $Value '') }
    }
    if ($null -ne $Value -and $Value -isnot [string] -and $Value -is [Collections.IEnumerable] -and $Value -isnot [Collections.IDictionary]) { return , (ConvertTo-ShellList $Value '') }
    return $Value
}

function ConvertTo-ShellList {
    param($Value, [string] $Type)
    $list = [Collections.ArrayList]::new()
    foreach ($item in @($Value)) {
        if ($null -eq $item) { continue }
        $shown = if ($Type) { ConvertTo-ShellValue $Type $item } else { $item }
        [void]$list.Add($shown)
    }
    return , $list
}

function ConvertTo-ShellObject {
    param($Kind, $Object)
    $properties = [ordered]@{}
    $types = $Kind.Types
    foreach ($name in $Object.Keys) {
        if ($name[0] -eq '_') { continue }
        $type = if ($types.ContainsKey($name)) { $types[$name] } else { '' }
        $properties[$name] = ConvertTo-ShellValue $type $Object[$name]
    }
    if ($Object.Contains('Name') -and -not $Object.Contains('Identity')) { $properties['Identity'] = ConvertTo-ShellValue 'Id' $Object['Name'] }
    $result = [pscustomobject]$properties
    $result.PSObject.TypeNames.Insert(0, "Deserialized.Microsoft.Exchange.Data.Directory.SystemConfiguration.$($Kind.Name)")
    return $result
}
