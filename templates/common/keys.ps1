# --- Certificates and key credentials ----------------------------------------------------------

function ConvertTo-HybridThumbprint([object] $Identifier) {
    <# .SYNOPSIS The thumbprint in a customKeyIdentifier: bytes, base64 or hexadecimal text; empty without one. #>
    $form = '^[0-9A-Fa-f]{40}$'
    $bytes = $Identifier
    $text = "$Identifier".Trim()
    if ($bytes -isnot [byte[]] -and $text -match $form) { return $text.ToUpperInvariant() }
    if ($bytes -isnot [byte[]]) { try { $bytes = [System.Convert]::FromBase64String($text) } catch { return '' } }
    # On the wire it is the thumbprint as text; the SDK takes that for base64 and hands over 30 bytes.
    $texts = @([System.Convert]::ToBase64String($bytes), [System.Text.Encoding]::ASCII.GetString($bytes)) -match $form
    return ($texts + [System.BitConverter]::ToString($bytes).Replace('-', ''))[0].ToUpperInvariant()
}

function Get-HybridHandedCertificate {
    <# .SYNOPSIS The certificates of the hand-off: the current one and, if staged, the next. #>
    $writer = Get-HybridScript -Id 'export-certificate'
    $handOff = Read-HybridHandOff -Name 'certificate.json' -WrittenBy $writer
    $entries = @($handOff) + @(Get-HybridItem -InputObject $handOff -Name 'next')
    foreach ($entry in $entries) { ConvertFrom-HybridCertificate -Entry $entry -WrittenBy $writer }
}

function ConvertTo-HybridKey([object] $InputObject) {
    <# .SYNOPSIS The key credentials of an object, in one shape; named as in the evidence, which keeps some of it. #>
    $type = [System.Security.Cryptography.X509Certificates.X509Certificate2]
    foreach ($credential in @(Get-HybridItem -InputObject $InputObject -Name 'keyCredentials')) {
        $is = Select-HybridProperty -InputObject $credential -Text 'displayName', 'keyId', 'type', 'usage'
        $key = Get-HybridProperty -InputObject $credential -Name 'key'
        if ($key -is [byte[]]) { $key = [System.Convert]::ToBase64String($key) }
        $identifier = Get-HybridProperty -InputObject $credential -Name 'customKeyIdentifier'
        $thumbprint = ConvertTo-HybridThumbprint -Identifier $identifier
        try {
            if ("$key" -ne '') { $thumbprint = $type::new([System.Convert]::FromBase64String("$key")).Thumbprint }
        } catch { Write-Verbose -Message 'A key that is no certificate is known by its identifier only.' }
        if ($thumbprint -eq '') { $thumbprint = $is.keyId }
        $end = ConvertTo-HybridUtc -Value (Get-HybridProperty -InputObject $credential -Name 'endDateTime')
        $until = Get-HybridDate -Value $end
        [pscustomobject] @{
            thumbprint = $thumbprint; name = $is.displayName; until = $until; type = $is.type; usage = $is.usage
            key = "$key"; Expired = $null -ne $end -and $end -le [datetime]::UtcNow
            What = "the key $thumbprint ($($is.displayName), until $until)"
        }
    }
}

function Get-HybridItemName([object[]] $Item) {
    <# .SYNOPSIS What the items of a list are known by, as a list: a key by its thumbprint, a text by itself. #>
    return , [string[]] @(foreach ($one in $Item) {
            if ($one -is [string]) { $one } else { Get-HybridText -InputObject $one -Name 'thumbprint' }
        })
}

function New-HybridKeyList([string] $Kind, [string] $Key, [string] $Uri, [object] $InputObject) {
    <# .SYNOPSIS The keys of an object as a list, and its Credentials with their data. #>
    $keys = @(ConvertTo-HybridKey -InputObject $InputObject)
    # A step adds auth certificates of Exchange: Entra ID names them so, or not at all.
    $own = @($keys | Where-Object { $_.name -in '', 'CN=Microsoft Exchange Server Auth Certificate' })
    return @{
        Kind = $Kind; Key = $Key; Property = 'keyCredentials'; Uri = $Uri; Join = $joinKeys; Credentials = $keys
        Present = [object[]] @($keys | Select-Object -Property 'thumbprint', 'name', 'until')
        Thumbprints = Get-HybridItemName -Item $keys; Own = Get-HybridItemName -Item $own
    }
}

# The keys of an object as they are sent. The data of a key comes only with a GET of the single object that asks for it.
# Of a kept key only key, type and usage are sent. Graph refuses expired keys: they are dropped.
$joinKeys = {
    param($Answer, $Add, $Remove)
    $keys = @(ConvertTo-HybridKey -InputObject $Answer)
    $kept = @($keys | Where-Object { -not $_.Expired -and $Remove -notcontains $_.thumbprint })
    foreach ($key in $kept) {
        if ($key.key -eq '') { throw "Microsoft Graph did not return the data of $($key.What). Nothing was written." }
        [ordered] @{ type = $key.type; usage = $key.usage; key = $key.key }
    }
    $there = Get-HybridItemName -Item $kept
    foreach ($certificate in @($Add | Where-Object { $null -ne $_ -and $there -notcontains $_.thumbprint })) {
        [ordered] @{ type = 'AsymmetricX509Cert'; usage = 'Verify'; key = $certificate.key }
    }
}

function Get-HybridKeyChange([hashtable] $List, [object[]] $Certificate) {
    <# .SYNOPSIS The change that adds the certificates whose thumbprint the keys of an object do not have yet. #>
    $kept = @($List.Credentials | Where-Object { -not $_.Expired })
    $expired = @($List.Credentials | Where-Object { $_.Expired })
    foreach ($key in $kept) { Write-HybridMessage -Text "Found $($key.What): kept." }
    foreach ($key in $expired) { Write-HybridMessage -Text "Found $($key.What): expired, Graph refuses it in a list." }
    $missing = @($Certificate | Where-Object { $List.Thumbprints -notcontains $_.Thumbprint })
    if ($missing.Count -eq 0) { return Write-HybridMessage -Text "Already there: the certificates, as keys of $($List.Key)." }
    $text = "add the certificate $($missing.Thumbprint -join ', ') to the keys of $($List.Key); $($kept.Count) kept"
    if ($expired.Count -gt 0) { $text += ", expired and dropped: $($expired.Thumbprint -join ', ')" }
    $after = [object[]] @($kept + $missing | Select-Object -Property 'thumbprint', 'name', 'until')
    New-HybridListChange -List $List -After $after -Add $missing -Text $text
}
