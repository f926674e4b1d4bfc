# --- Certificates that leave a file --------------------------------------------------------------

function Read-HybridCertificate([byte[]] $Bytes) {
    <# .SYNOPSIS The certificate in some bytes, if they are one in DER and nothing else; throws what is wrong. #>
    # A container with a private key (PKCS #12), PEM or anything behind the certificate would leave with it.
    # Its first inner element tells DER from a container before anything is loaded.
    if ($Bytes.Length -lt 256 -or $Bytes[0] -ne 0x30 -or $Bytes[1] -ne 0x82 -or $Bytes[4] -ne 0x30 -or
        $Bytes.Length -ne 4 + 256 * $Bytes[2] + $Bytes[3]) {
        throw 'it is not one certificate in DER, without a private key and with nothing behind it'
    }
    $certificate = [System.Security.Cryptography.X509Certificates.X509Certificate2]::new($Bytes)
    $same = [System.Convert]::ToBase64String($certificate.RawData) -ceq [System.Convert]::ToBase64String($Bytes)
    if (-not $same -or $certificate.HasPrivateKey) { throw 'it holds more than the public certificate' }
    return $certificate
}

function Get-HybridCertificateFault([System.Security.Cryptography.X509Certificates.X509Certificate2] $Certificate) {
    <# .SYNOPSIS Why a certificate is not one with which Exchange signs tokens; empty when it is. #>
    # Name and purposes as New-ExchangeCertificate gives them to it; one without purposes may be used for all.
    $name = 'CN=Microsoft Exchange Server Auth Certificate'
    if ($Certificate.Subject -ne $name) { return ('its subject is "{0}", an auth certificate of Exchange has "{1}"' -f $Certificate.Subject, $name) }
    foreach ($extension in $Certificate.Extensions) {
        switch ($extension.GetType().Name) {
            'X509BasicConstraintsExtension' { if ($extension.CertificateAuthority) { return 'it is the certificate of a certification authority' } }
            'X509EnhancedKeyUsageExtension' {
                $purposes = @($extension.EnhancedKeyUsages | ForEach-Object { $_.Value })
                if ($purposes -notcontains '1.3.6.1.5.5.7.3.1') { return 'its purposes do not include server authentication' }
            }
            'X509KeyUsageExtension' { if ("$($extension.KeyUsages)" -notmatch 'DigitalSignature') { return 'its key may not sign' } }
        }
    }
    if ($Certificate.NotBefore.ToUniversalTime() -gt [datetime]::UtcNow) { return "it is valid from $(Get-HybridDate -Value $Certificate.NotBefore) on only" }
    return ''
}

function ConvertFrom-HybridCertificate([object] $Entry, [string] $WrittenBy) {
    <# .SYNOPSIS A certificate of a hand-off, proven: whole, public, as its thumbprint says, an auth certificate, valid. #>
    $said = Get-HybridText -InputObject $Entry -Name 'thumbprint'
    $text = Get-HybridText -InputObject $Entry -Name 'certificate'
    try {
        if ($said -eq '' -or $text -eq '') { throw 'thumbprint or certificate is empty' }
        $certificate = Read-HybridCertificate -Bytes ([System.Convert]::FromBase64String($text))
        if ($certificate.Thumbprint -ne $said) { throw "it holds $($certificate.Thumbprint), but says $said" }
    } catch {
        Stop-HybridStep -Reason "The certificate in the hand-off is damaged: $_. Run $WrittenBy again."
    }
    $fault = Get-HybridCertificateFault -Certificate $certificate
    if ($fault -ne '') {
        Stop-HybridStep -Reason "The certificate $($certificate.Thumbprint) is not taken: $fault. If Exchange signs with it, make an auth certificate (New-ExchangeCertificate, Set-AuthConfig); if not, find out who wrote the hand-off. Then run $WrittenBy again."
    }
    if ($certificate.NotAfter.ToUniversalTime() -le [datetime]::UtcNow) {
        Stop-HybridStep -Diagnosis 'missing-signing-certificate' -Reason "The auth certificate $($certificate.Thumbprint) expired on $(Get-HybridDate -Value $certificate.NotAfter). Renew it (New-ExchangeCertificate, Set-AuthConfig) and run $WrittenBy again."
    }
    [pscustomobject] @{ Thumbprint = $certificate.Thumbprint; Base64 = [System.Convert]::ToBase64String($certificate.RawData); Name = ''; Until = Get-HybridDate -Value $certificate.NotAfter }
}
