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

function ConvertTo-HybridKey([object] $Credential) {
    <# .SYNOPSIS A key credential, from the SDK or from a request, in one shape. #>
    $key = Get-HybridProperty -InputObject $Credential -Name 'key'
    if ($key -is [byte[]]) { $key = [System.Convert]::ToBase64String($key) }
    $thumbprint = ConvertTo-HybridThumbprint -Identifier (Get-HybridProperty -InputObject $Credential -Name 'customKeyIdentifier')
    try {
        if ("$key" -ne '') { $thumbprint = ([System.Security.Cryptography.X509Certificates.X509Certificate2]::new([System.Convert]::FromBase64String("$key"))).Thumbprint }
    } catch {
        Write-Verbose -Message 'A key that is no certificate is known by its identifier only.'
    }
    if ($thumbprint -eq '') { $thumbprint = Get-HybridText -InputObject $Credential -Name 'keyId' }
    $end = ConvertTo-HybridUtc -Value (Get-HybridProperty -InputObject $Credential -Name 'endDateTime')
    [pscustomobject] @{
        Thumbprint = $thumbprint; Name = Get-HybridText -InputObject $Credential -Name 'displayName'; Key = "$key"
        Until = Get-HybridDate -Value $end; Expired = ($null -ne $end -and $end -le [datetime]::UtcNow)
        Type = Get-HybridText -InputObject $Credential -Name 'type'; Usage = Get-HybridText -InputObject $Credential -Name 'usage'
    }
}

function ConvertTo-HybridKeyList([object[]] $Key) {
    <# .SYNOPSIS The keys of an object as the evidence keeps them: thumbprint, name, last day. No key data. #>
    return , [object[]] @($Key | ForEach-Object { [ordered] @{ thumbprint = $_.Thumbprint; name = $_.Name; until = $_.Until } })
}

function Set-HybridKey([string] $Uri, [object[]] $Add, [string[]] $Remove) {
    <# .SYNOPSIS Writes the keys of an application or service principal: those that are there, plus some, minus some. #>
    # Graph replaces the whole list, so it is read at that moment, with the key data, which only a GET of the single
    # object with $select=keyCredentials returns. For keys kept, only key, type and usage are sent. Graph refuses
    # expired keys: they are dropped.
    $answer = Invoke-MgGraphRequest -Method GET -Uri ($Uri + '?$select=id,keyCredentials') -ErrorAction Stop
    $list = [System.Collections.Generic.List[object]]::new()
    $there = @()
    foreach ($credential in @(Get-HybridItem -InputObject $answer -Name 'keyCredentials')) {
        $key = ConvertTo-HybridKey -Credential $credential
        if ($key.Expired -or $Remove -contains $key.Thumbprint) { continue }
        if ($key.Key -eq '') {
            throw "Microsoft Graph did not return the data of the key $($key.Thumbprint) ($($key.Name)). Writing the list without it would delete that key, so nothing was written."
        }
        $there += $key.Thumbprint
        $list.Add([ordered] @{ type = $key.Type; usage = $key.Usage; key = $key.Key })
    }
    foreach ($certificate in @($Add | Where-Object { $there -notcontains $_.Thumbprint })) {
        $list.Add([ordered] @{ type = 'AsymmetricX509Cert'; usage = 'Verify'; key = $certificate.Base64 })
    }
    Set-HybridGraphList -Uri $Uri -Property 'keyCredentials' -Value $list.ToArray()
}

function Get-HybridKeyChange([string] $Kind, [string] $Key, [string] $Uri, [object[]] $Present, [object[]] $Certificate) {
    <# .SYNOPSIS The change that adds the certificates whose thumbprint an object does not have yet. #>
    $there = @($Present | ForEach-Object { $_.Thumbprint })
    $missing = @($Certificate | Where-Object { $there -notcontains $_.Thumbprint })
    $kept = @($Present | Where-Object { -not $_.Expired })
    foreach ($known in $Present) {
        $state = 'kept'
        if ($known.Expired) { $state = 'expired; Graph refuses it when the list is written' }
        Write-HybridMessage -Text "Found the key $($known.Thumbprint) ($($known.Name), until $($known.Until)): $state."
    }
    if ($missing.Count -eq 0) {
        Write-HybridMessage -Text "Already there: every wanted certificate is a key of $Key. Nothing is added."
        return
    }
    $names = @($missing | ForEach-Object { $_.Thumbprint }) -join ', '
    $dropped = @($Present | Where-Object { $_.Expired } | ForEach-Object { $_.Thumbprint }) -join ', '
    $change = @{
        Kind = $Kind; Key = $Key; Property = 'keyCredentials'; Before = ConvertTo-HybridKeyList -Key $Present
        After = (ConvertTo-HybridKeyList -Key $kept) + @($missing | ForEach-Object { [ordered] @{ thumbprint = $_.Thumbprint; name = ''; until = (Get-HybridDate -Value $_.NotAfter) } })
        Text = "add the certificate $names to the keys of $Key; $($kept.Count) kept"
    }
    if ($dropped -ne '') { $change.Text = "$($change.Text), expired and dropped: $dropped" }
    New-HybridChange @change -ArgumentList @($Uri, $missing) -Command { param($Uri, $Certificates) Set-HybridKey -Uri $Uri -Add @($Certificates) -Remove @() }
}

function Get-HybridKeyUndo([string] $Kind, [string] $Key, [string] $Uri, [object[]] $Present, [object[]] $Record) {
    <# .SYNOPSIS The change that takes away the keys this bundle added; names those that cannot come back. #>
    $there = @($Present | ForEach-Object { $_.Thumbprint })
    # Only keys that such a step can have added: named as auth certificates of Exchange are.
    $own = @($Present | Where-Object { $_.Name -in @('', 'CN=Microsoft Exchange Server Auth Certificate') } | ForEach-Object { $_.Thumbprint })
    foreach ($original in @(Get-HybridOriginal -Record $Record -Kind $Kind -Property 'keyCredentials' -Key $Key)) {
        $before = @($original.Before | ForEach-Object { Get-HybridText -InputObject $_ -Name 'thumbprint' })
        $after = @($original.Entries | ForEach-Object { $_.after } | ForEach-Object { Get-HybridText -InputObject $_ -Name 'thumbprint' })
        $added = @($after | Where-Object { $before -notcontains $_ -and $own -contains $_ } | Select-Object -Unique)
        foreach ($lost in @($original.Before | Where-Object { $there -notcontains (Get-HybridText -InputObject $_ -Name 'thumbprint') })) {
            $was = 'thumbprint', 'name', 'until' | ForEach-Object { Get-HybridText -InputObject $lost -Name $_ }
            Write-HybridMessage -Warning -Text "Cannot be brought back: the key $($was[0]) ($($was[1]), until $($was[2])) of $Key. Graph refuses expired keys, and a key that somebody removed has to be uploaded again from its certificate."
        }
        if ($added.Count -eq 0) { continue }
        $rest = @($Present | Where-Object { $added -notcontains $_.Thumbprint })
        $change = @{
            Kind = $Kind; Key = $Key; Property = 'keyCredentials'; Before = ConvertTo-HybridKeyList -Key $Present; After = ConvertTo-HybridKeyList -Key $rest
            Text = "take the key $($added -join ', '), which this bundle added, off $Key; $($rest.Count) kept"
        }
        New-HybridChange @change -ArgumentList @($Uri, $added) -Command { param($Uri, $Thumbprints) Set-HybridKey -Uri $Uri -Add @() -Remove @($Thumbprints) }
    }
}
