# --- Certificates and key credentials ----------------------------------------------------------

function ConvertTo-HybridThumbprint([object] $Identifier) {
    <# .SYNOPSIS The thumbprint in a customKeyIdentifier: bytes, base64 or hexadecimal text; empty without one. #>
    $bytes = $Identifier
    $texts = @("$Identifier".Trim())
    if ($bytes -isnot [byte[]] -and $texts[0] -notmatch '^[0-9A-Fa-f]{40}$') {
        try { $bytes = [System.Convert]::FromBase64String($texts[0]) } catch { return '' }
    }
    # On the wire it is the thumbprint as text; the SDK takes that for base64 and hands over 30 bytes.
    if ($bytes -is [byte[]]) { $texts = @([System.Convert]::ToBase64String($bytes), [System.Text.Encoding]::ASCII.GetString($bytes), [System.BitConverter]::ToString($bytes).Replace('-', '')) }
    $found = @($texts -match '^[0-9A-Fa-f]{40}$') + $texts[-1]
    return $found[0].ToUpperInvariant()
}

function Get-HybridHandedCertificate {
    <# .SYNOPSIS The certificates of the hand-off: the current one and, if staged, the next. #>
    $writer = Get-HybridScript -Id 'export-certificate'
    $handOff = Read-HybridHandOff -Name 'certificate.json' -WrittenBy $writer
    ConvertFrom-HybridCertificate -Entry $handOff -WrittenBy $writer
    $next = Get-HybridProperty -InputObject $handOff -Name 'next'
    if ($null -ne $next) { ConvertFrom-HybridCertificate -Entry $next -WrittenBy $writer }
}

function ConvertTo-HybridKey([object] $InputObject) {
    <# .SYNOPSIS The key credentials of an object, as they come and as they are sent, in one shape. #>
    foreach ($credential in @(Get-HybridItem -InputObject $InputObject -Name 'keyCredentials')) {
        $is = Select-HybridProperty -InputObject $credential -Text 'displayName', 'keyId', 'type', 'usage'
        $key = Get-HybridProperty -InputObject $credential -Name 'key'
        if ($key -is [byte[]]) { $key = [System.Convert]::ToBase64String($key) }
        $identifier = Get-HybridProperty -InputObject $credential -Name 'customKeyIdentifier'
        $thumbprint = ConvertTo-HybridThumbprint -Identifier $identifier
        try {
            $type = [System.Security.Cryptography.X509Certificates.X509Certificate2]
            if ("$key" -ne '') { $thumbprint = $type::new([System.Convert]::FromBase64String("$key")).Thumbprint }
        } catch {
            Write-Verbose -Message 'A key that is no certificate is known by its identifier only.'
        }
        if ($thumbprint -eq '') { $thumbprint = $is.keyId }
        $end = ConvertTo-HybridUtc -Value (Get-HybridProperty -InputObject $credential -Name 'endDateTime')
        $until = Get-HybridDate -Value $end
        [pscustomobject] @{
            Thumbprint = $thumbprint; Name = $is.displayName; Until = $until
            Key = "$key"; Type = $is.type; Usage = $is.usage; Expired = ($null -ne $end -and $end -le [datetime]::UtcNow)
            What = "the key $thumbprint ($($is.displayName), until $until)"
        }
    }
}

function ConvertTo-HybridKeyList([object[]] $Key) {
    <# .SYNOPSIS The keys of an object as the evidence keeps them: thumbprint, name, last day. No key data. #>
    $facts = foreach ($one in $Key) { [ordered] @{ thumbprint = $one.Thumbprint; name = $one.Name; until = $one.Until } }
    return , [object[]] @($facts | Where-Object { $null -ne $_ })
}

function New-HybridKeyList([string] $Kind, [string] $Key, [string] $Uri, [object] $InputObject) {
    <# .SYNOPSIS The keys of an object as a list: Present as in the evidence, its Credentials with their data, Thumbprints. #>
    $keys = @(ConvertTo-HybridKey -InputObject $InputObject)
    return @{
        Kind = $Kind; Key = $Key; Property = 'keyCredentials'; Uri = $Uri; Present = ConvertTo-HybridKeyList -Key $keys
        Credentials = $keys; Thumbprints = @($keys | ForEach-Object { $_.Thumbprint })
    }
}

function Join-HybridKey([object[]] $Present, [object[]] $Add, [string[]] $Remove) {
    <# .SYNOPSIS The keys of an object as they are sent: those that are there, plus some, minus some. #>
    # The data of a key comes only with a GET of the single object that asks for it. Of a kept key only key, type and
    # usage are sent. Graph refuses expired keys: they are dropped.
    $kept = @($Present | Where-Object { -not $_.Expired -and $Remove -notcontains $_.Thumbprint })
    foreach ($key in $kept) {
        if ($key.Key -eq '') { throw "Microsoft Graph did not return the data of $($key.What). Nothing was written." }
        [ordered] @{ type = $key.Type; usage = $key.Usage; key = $key.Key }
    }
    $there = @($kept | ForEach-Object { $_.Thumbprint })
    foreach ($certificate in @($Add | Where-Object { $null -ne $_ -and $there -notcontains $_.Thumbprint })) {
        [ordered] @{ type = 'AsymmetricX509Cert'; usage = 'Verify'; key = $certificate.Base64 }
    }
}

function Get-HybridKeyChange([hashtable] $List, [object[]] $Certificate) {
    <# .SYNOPSIS The change that adds the certificates whose thumbprint the keys of an object do not have yet. #>
    $kept = @($List.Credentials | Where-Object { -not $_.Expired })
    $expired = @($List.Credentials | Where-Object { $_.Expired })
    foreach ($key in $kept) { Write-HybridMessage -Text "Found $($key.What): kept." }
    foreach ($key in $expired) { Write-HybridMessage -Text "Found $($key.What): expired, Graph refuses it in a new list." }
    $missing = @($Certificate | Where-Object { $List.Thumbprints -notcontains $_.Thumbprint })
    if ($missing.Count -eq 0) {
        Write-HybridMessage -Text "Already there: every wanted certificate is a key of $($List.Key). Nothing is added."
        return
    }
    $text = "add the certificate $($missing.Thumbprint -join ', ') to the keys of $($List.Key); $($kept.Count) kept"
    if ($expired.Count -gt 0) { $text += ", expired and dropped: $($expired.Thumbprint -join ', ')" }
    New-HybridListChange -List $List -After (ConvertTo-HybridKeyList -Key ($kept + $missing)) -Add $missing -Text $text
}

function Get-HybridKeyUndo([hashtable] $List, [object[]] $Record) {
    <# .SYNOPSIS The change that takes away the keys this bundle added; names those that cannot come back. #>
    # Only keys that such a step can have added: named as auth certificates of Exchange are.
    $own = @($List.Credentials | Where-Object { $_.Name -in @('', 'CN=Microsoft Exchange Server Auth Certificate') })
    $mine = @{ Record = $Record; Kind = $List.Kind; Property = $List.Property; Key = $List.Key }
    foreach ($original in @(Get-HybridOriginal @mine)) {
        $before = @(Get-HybridItem -InputObject $original -Name 'Before')
        $former = @($before | ForEach-Object { Get-HybridText -InputObject $_ -Name 'thumbprint' })
        $entries = @($original.Entries | ForEach-Object { $_.after })
        $written = @($entries | ForEach-Object { Get-HybridText -InputObject $_ -Name 'thumbprint' })
        foreach ($lost in @($before | Select-HybridProperty -Text 'thumbprint', 'name', 'until')) {
            if ($List.Thumbprints -contains $lost.thumbprint) { continue }
            Write-HybridMessage -Warning -Text "Cannot be brought back: the key $($lost.thumbprint) ($($lost.name), until $($lost.until)) of $($List.Key). Graph refuses expired keys; one that somebody removed has to be uploaded again."
        }
        $added = @($own | ForEach-Object { $_.Thumbprint } | Where-Object { $written -contains $_ -and $former -notcontains $_ })
        if ($added.Count -eq 0) { continue }
        $rest = @($List.Credentials | Where-Object { $added -notcontains $_.Thumbprint })
        $text = "take the key $($added -join ', '), which this bundle added, off $($List.Key); $($rest.Count) kept"
        New-HybridListChange -List $List -After (ConvertTo-HybridKeyList -Key $rest) -Remove $added -Text $text
    }
}
