# --- Certificates that leave a file --------------------------------------------------------------

function Read-HybridCertificate([byte[]] $Bytes) {
    <# .SYNOPSIS The certificate in some bytes, if they are one in DER and nothing else; throws what is wrong. #>
    # A container with a private key (PKCS #12), PEM or anything behind the certificate would leave with it.
    # Its first inner element tells DER from a container before anything is loaded.
    $isOne = $Bytes.Length -ge 256 -and $Bytes[0] -eq 0x30 -and $Bytes[1] -eq 0x82 -and $Bytes[4] -eq 0x30
    if (-not $isOne -or $Bytes.Length -ne 4 + 256 * $Bytes[2] + $Bytes[3]) {
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
    if ($Certificate.Subject -ne $name) { return "its subject is ""$($Certificate.Subject)"", not ""$name""" }
    foreach ($one in $Certificate.Extensions) {
        if (Test-HybridTrue -InputObject $one -Name 'CertificateAuthority') { return 'it is a certification authority' }
        $uses = Get-HybridText -InputObject $one -Name 'KeyUsages'
        if ($uses -ne '' -and $uses -notmatch 'DigitalSignature') { return 'its key may not sign' }
        if (-not (Test-HybridProperty -InputObject $one -Name 'EnhancedKeyUsages')) { continue }
        $purposes = @(Get-HybridItem -InputObject $one -Name 'EnhancedKeyUsages' | ForEach-Object { $_.Value })
        if ($purposes -notcontains '1.3.6.1.5.5.7.3.1') { return 'its uses do not include server authentication' }
    }
    if ($Certificate.NotBefore -le [datetime]::Now) { return '' }
    return "it is valid from $(Get-HybridDate -Value $Certificate.NotBefore) on only"
}

function ConvertFrom-HybridCertificate([object] $Entry, [string] $WrittenBy) {
    <# .SYNOPSIS A certificate of a hand-off, proven: whole, public, with its thumbprint, an auth certificate, valid. #>
    $said = $Entry | Select-HybridProperty -Text 'thumbprint', 'certificate'
    try {
        $certificate = Read-HybridCertificate -Bytes ([System.Convert]::FromBase64String($said.certificate))
        $is = $certificate.Thumbprint
        if ($is -ne $said.thumbprint) { throw "it holds $is, but says $($said.thumbprint)" }
    } catch {
        Stop-HybridStep -Reason "The certificate in the hand-off is damaged: $_. Run $WrittenBy again."
    }
    $until = Get-HybridDate -Value $certificate.NotAfter
    $renew = "make another (New-ExchangeCertificate, Set-AuthConfig) and run $WrittenBy again."
    $fault = Get-HybridCertificateFault -Certificate $certificate
    $reason = "The auth certificate $is is not taken: $fault. Who wrote the hand-off? If Exchange signs with it, $renew"
    if ($fault -ne '') { Stop-HybridStep -Reason $reason }
    if ($certificate.NotAfter -le [datetime]::Now) {
        $reason = "The auth certificate $is expired on ${until}: $renew"
        Stop-HybridStep -Diagnosis 'missing-signing-certificate' -Reason $reason
    }
    $key = [System.Convert]::ToBase64String($certificate.RawData)
    [pscustomobject] @{ thumbprint = $is; name = ''; until = $until; key = $key }
}
