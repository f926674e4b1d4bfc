# --- Certificates and key credentials ----------------------------------------------------------

function ConvertTo-HybridThumbprint {
    <# .SYNOPSIS The thumbprint in a customKeyIdentifier: bytes, base64 or hexadecimal text; empty when there is none. #>
    [CmdletBinding()] param([object] $Identifier)
    if ($null -eq $Identifier) { return '' }
    if ($Identifier -is [byte[]]) { $bytes = $Identifier }
    else {
        $text = "$Identifier".Trim()
        if ($text -match '^[0-9A-Fa-f]{40}$') { return $text.ToUpperInvariant() }
        try { $bytes = [System.Convert]::FromBase64String($text) } catch { return '' }
    }
    # On the wire it is the thumbprint as text; the SDK takes that for base64 and hands over 30 bytes.
    foreach ($text in @([System.Convert]::ToBase64String($bytes), [System.Text.Encoding]::ASCII.GetString($bytes))) {
        if ($text -match '^[0-9A-Fa-f]{40}$') { return $text.ToUpperInvariant() }
    }
    return [System.BitConverter]::ToString($bytes).Replace('-', '').ToUpperInvariant()
}

function Get-HybridHandedCertificate {
    <# .SYNOPSIS The certificates of the hand-off: the current one and, if staged, the next. #>
    [CmdletBinding()] param()
    $writer = Get-HybridScript -Id 'export-certificate'
    $handOff = Read-HybridHandOff -Name 'certificate.json' -WrittenBy $writer
    ConvertFrom-HybridCertificate -Entry $handOff -WrittenBy $writer
    $next = Get-HybridProperty -InputObject $handOff -Name 'next'
    if ($null -ne $next) { ConvertFrom-HybridCertificate -Entry $next -WrittenBy $writer }
}

function ConvertTo-HybridKey {
    <# .SYNOPSIS A key credential, from the SDK or from a request, in one shape. #>
    [CmdletBinding()] param([object] $Credential)
    $key = Get-HybridProperty -InputObject $Credential -Name 'key'
    if ($key -is [byte[]]) {
        if ($key.Length -eq 0) { $key = $null } else { $key = [System.Convert]::ToBase64String($key) }
    }
    $thumbprint = ConvertTo-HybridThumbprint -Identifier (Get-HybridProperty -InputObject $Credential -Name 'customKeyIdentifier')
    if ("$key" -ne '') {
        try {
            $bytes = [byte[]] [System.Convert]::FromBase64String("$key")
            $thumbprint = ([System.Security.Cryptography.X509Certificates.X509Certificate2]::new($bytes)).Thumbprint
        } catch {
            Write-Verbose -Message 'A key that is no certificate is known by its identifier only.'
        }
    }
    if ($thumbprint -eq '') { $thumbprint = Get-HybridText -InputObject $Credential -Name 'keyId' }
    $end = ConvertTo-HybridUtc -Value (Get-HybridProperty -InputObject $Credential -Name 'endDateTime')
    [pscustomobject] @{
        Thumbprint = $thumbprint
        Name       = Get-HybridText -InputObject $Credential -Name 'displayName'
        Until      = Get-HybridDate -Value $end
        Expired    = ($null -ne $end -and $end -le [datetime]::UtcNow)
        Key        = "$key"
        Type       = Get-HybridText -InputObject $Credential -Name 'type'
        Usage      = Get-HybridText -InputObject $Credential -Name 'usage'
    }
}

function ConvertTo-HybridKeyList {
    <# .SYNOPSIS The keys of an object as the evidence keeps them: thumbprint, name, last day. No key data. #>
    [CmdletBinding()] param([object[]] $Key)
    $list = @($Key | ForEach-Object -Process { [ordered] @{ thumbprint = $_.Thumbprint; name = $_.Name; until = $_.Until } })
    return , [object[]] $list
}

function Set-HybridKey {
    <# .SYNOPSIS Writes the keys of an application or service principal: those that are there, plus some, minus some. #>
    # Graph replaces the whole list, so it is read at that moment, with the key data, which only a GET of the single
    # object with $select=keyCredentials returns. For keys kept, only key, type and usage are sent. Graph refuses
    # expired keys: they are dropped.
    [CmdletBinding()] param([string] $Uri, [object[]] $Add, [string[]] $Remove)
    $answer = Invoke-MgGraphRequest -Method GET -Uri ($Uri + '?$select=id,keyCredentials') -ErrorAction Stop
    $list = [System.Collections.Generic.List[object]]::new()
    $there = @()
    foreach ($credential in @(Get-HybridItem -InputObject $answer -Name 'keyCredentials')) {
        if ($null -eq $credential) { continue }
        $key = ConvertTo-HybridKey -Credential $credential
        if ($key.Expired -or $Remove -contains $key.Thumbprint) { continue }
        if ($key.Key -eq '') {
            throw ('Microsoft Graph did not return the data of the key {0} ({1}). Writing the list without it would delete that key, so nothing was written.' -f $key.Thumbprint, $key.Name)
        }
        $there += $key.Thumbprint
        $list.Add([ordered] @{ type = $key.Type; usage = $key.Usage; key = $key.Key })
    }
    foreach ($certificate in $Add) {
        if ($there -contains $certificate.Thumbprint) { continue }
        $list.Add([ordered] @{ type = 'AsymmetricX509Cert'; usage = 'Verify'; key = $certificate.Base64 })
    }
    $body = ConvertTo-Json -InputObject ([ordered] @{ keyCredentials = [object[]] $list.ToArray() }) -Depth 4 -Compress
    if (-not $body.StartsWith('{"keyCredentials":[', [System.StringComparison]::Ordinal)) { throw 'The list of keys did not become a JSON array. Nothing was written.' }
    Invoke-MgGraphRequest -Method PATCH -Uri $Uri -Body $body -ContentType 'application/json' -ErrorAction Stop
}

function Get-HybridKeyChange {
    <# .SYNOPSIS The change that adds the certificates whose thumbprint an object does not have yet. #>
    [CmdletBinding()] param([string] $Kind, [string] $Key, [string] $Uri, [object[]] $Present, [object[]] $Certificate)
    $there = @($Present | ForEach-Object -Process { $_.Thumbprint })
    $missing = @($Certificate | Where-Object -FilterScript { $there -notcontains $_.Thumbprint })
    foreach ($known in $Present) {
        $state = 'kept'
        if ($known.Expired) { $state = 'expired; Graph refuses it when the list is written' }
        Write-HybridMessage -Text ('Found the key {0} ({1}, until {2}): {3}.' -f $known.Thumbprint, $known.Name, $known.Until, $state)
    }
    if ($missing.Count -eq 0) {
        Write-HybridMessage -Text ('Already there: every wanted certificate is a key of {0}. Nothing is added.' -f $Key)
        return
    }
    $kept = @($Present | Where-Object -FilterScript { -not $_.Expired })
    $after = @(ConvertTo-HybridKeyList -Key $kept | ForEach-Object -Process { $_ })
    $after += @($missing | ForEach-Object -Process { [ordered] @{ thumbprint = $_.Thumbprint; name = ''; until = (Get-HybridDate -Value $_.NotAfter) } })
    $dropped = @($Present | Where-Object -FilterScript { $_.Expired } | ForEach-Object -Process { $_.Thumbprint })
    $text = 'add the certificate {0} to the keys of {1}; {2} kept' -f (@($missing | ForEach-Object -Process { $_.Thumbprint }) -join ', '), $Key, $kept.Count
    if ($dropped.Count -gt 0) { $text = '{0}, expired and dropped: {1}' -f $text, ($dropped -join ', ') }
    New-HybridChange -Kind $Kind -Key $Key -Property 'keyCredentials' -Before (ConvertTo-HybridKeyList -Key $Present) -After ([object[]] $after) -Text $text -ArgumentList @($Uri, $missing) -Command {
        param($Uri, $Certificates)
        Set-HybridKey -Uri $Uri -Add @($Certificates) -Remove @()
    }
}

function Get-HybridKeyUndo {
    <# .SYNOPSIS The change that takes away the keys this bundle added; names those that cannot come back. #>
    [CmdletBinding()] param([string] $Kind, [string] $Key, [string] $Uri, [object[]] $Present, [object[]] $Record)
    $there = @($Present | ForEach-Object -Process { $_.Thumbprint })
    # Only keys that such a step can have added: named as auth certificates of Exchange are.
    $own = @($Present | Where-Object -FilterScript { $_.Name -in @('', 'CN=Microsoft Exchange Server Auth Certificate') } | ForEach-Object -Process { $_.Thumbprint })
    foreach ($original in @(Get-HybridOriginal -Record $Record -Kind $Kind -Property 'keyCredentials' -Key $Key)) {
        $before = @($original.Before | ForEach-Object -Process { Get-HybridText -InputObject $_ -Name 'thumbprint' })
        $added = @()
        foreach ($entry in $original.Entries) {
            $added += @($entry.after | ForEach-Object -Process { Get-HybridText -InputObject $_ -Name 'thumbprint' } | Where-Object -FilterScript { $before -notcontains $_ -and $own -contains $_ })
        }
        foreach ($lost in @($original.Before | Where-Object -FilterScript { $there -notcontains (Get-HybridText -InputObject $_ -Name 'thumbprint') })) {
            Write-HybridMessage -Warning -Text ('Cannot be brought back: the key {0} ({1}, until {2}) of {3}. Graph refuses expired keys, and a key that somebody removed has to be uploaded again from its certificate.' -f (Get-HybridText -InputObject $lost -Name 'thumbprint'), (Get-HybridText -InputObject $lost -Name 'name'), (Get-HybridText -InputObject $lost -Name 'until'), $Key)
        }
        if ($added.Count -eq 0) { continue }
        $added = @($added | Select-Object -Unique)
        $rest = @($Present | Where-Object -FilterScript { $added -notcontains $_.Thumbprint })
        New-HybridChange -Kind $Kind -Key $Key -Property 'keyCredentials' -Before (ConvertTo-HybridKeyList -Key $Present) -After (ConvertTo-HybridKeyList -Key $rest) -Text ('take the key {0}, which this bundle added, off {1}; {2} kept' -f ($added -join ', '), $Key, $rest.Count) -ArgumentList @($Uri, $added) -Command {
            param($Uri, $Thumbprints)
            Set-HybridKey -Uri $Uri -Add @() -Remove @($Thumbprints)
        }
    }
}
