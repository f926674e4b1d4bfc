# The rules for keyCredentials: a list replaces the whole list, entries that are there are recognised by their bytes.

function Get-CertificateFacts {
    param([string] $Key)
    try {
        $raw = [Convert]::FromBase64String($Key)
        $certificate = [Security.Cryptography.X509Certificates.X509Certificate2]::new($raw)
    } catch { Stop-Graph 400 'Request_BadRequest' 'Key credential value is invalid: it is not a valid certificate.' }
    return @{
        Thumbprint = $certificate.GetCertHash(); Subject = $certificate.Subject
        Start = Format-Instant ([datetimeoffset]$certificate.NotBefore); End = Format-Instant ([datetimeoffset]$certificate.NotAfter)
    }
}

function Test-Expired {
    param([string] $End)
    return [datetimeoffset]::Parse($End, [Globalization.CultureInfo]::InvariantCulture) -lt (Get-SimulatedNow)
}

# The list that a PATCH or POST leaves, from what was there and what was sent.
function Get-ReplacedKeys {
    param($Existing, $Sent)
    if ($null -eq $Sent) { Stop-Graph 400 'Request_BadRequest' "Invalid value specified for property 'keyCredentials'." }
    if ($Sent -is [string] -or $Sent -is [Collections.IDictionary]) { Stop-Graph 400 'BadRequest' "An unexpected 'StartObject' node was found for property named 'keyCredentials' when reading from the JSON reader. A 'StartArray' node was expected." }
    $result = @()
    $seen = @{}
    foreach ($entry in @($Sent)) {
        if ($entry -isnot [Collections.IDictionary]) { Stop-Graph 400 'BadRequest' "Invalid value specified for property 'keyCredentials'." }
        foreach ($name in $entry.Keys) {
            if ($name -cnotin 'key', 'type', 'usage', 'keyId', 'displayName', 'customKeyIdentifier', 'startDateTime', 'endDateTime') { Stop-Graph 400 'BadRequest' "Invalid property '$name' on type 'microsoft.graph.keyCredential'." }
        }
        $known = $null
        foreach ($old in @($Existing)) {
            if ($null -eq $old) { continue }
            if ($entry['key'] -and $old['key'] -ceq $entry['key']) { $known = $old }
            if ($entry['keyId'] -and $old['keyId'] -ieq $entry['keyId']) { $known = $old; break }
        }
        if ($null -ne $known -and ($entry['keyId'] -or $entry['displayName'])) { Stop-Graph 400 'Request_BadRequest' "Update to existing credential with KeyId '$($known['keyId'])' is not allowed." @([ordered]@{ code = 'KeyNotUpdatable'; message = "Update to existing credential with KeyId '$($known['keyId'])' is not allowed."; target = 'keyCredentials' }) }
        if (-not $entry['key']) { Stop-Graph 400 'Request_BadRequest' 'New key credential must have a value: the property key is missing.' @([ordered]@{ code = 'KeyValueMissing'; message = 'The property key is missing.'; target = 'keyCredentials' }) }
        if ($entry['type'] -cne 'AsymmetricX509Cert') { Stop-Graph 400 'Request_BadRequest' "Key credential type '$($entry['type'])' is invalid." }
        if ($entry['usage'] -cne 'Verify') { Stop-Graph 400 'Request_BadRequest' "Key credential usage '$($entry['usage'])' is invalid." }
        $facts = Get-CertificateFacts $entry['key']
        $end = if ($entry['endDateTime']) { $entry['endDateTime'] } else { $facts.End }
        if ((Test-Expired $end) -or (Test-Expired $facts.End)) { Stop-Graph 400 'KeyCredentialsInvalidEndDate' 'Key credential end date is invalid.' }
        $print = [Convert]::ToHexString($facts.Thumbprint)
        if ($seen.ContainsKey($print)) { Stop-Graph 400 'Request_BadRequest' 'Duplicate values are present in the list of keyCredentials.' }
        $seen[$print] = $true
        if ($null -ne $known) { $result += $known; continue }
        $result += [ordered]@{
            customKeyIdentifier = $(if ($entry['customKeyIdentifier']) { $entry['customKeyIdentifier'] } else { [Convert]::ToHexString($facts.Thumbprint) })
            displayName = $(if ($entry['displayName']) { $entry['displayName'] } else { $facts.Subject })
            endDateTime = $end; key = $entry['key']; keyId = (New-MadeUpId)
            startDateTime = $(if ($entry['startDateTime']) { $entry['startDateTime'] } else { $facts.Start }); type = 'AsymmetricX509Cert'; usage = 'Verify' }
    }
    return , @($result)
}
