# Certificates for simulated servers, made afresh: nothing with a private key is kept in the repository.

function New-TestCertificate {
    param([string] $Folder, [string] $Name, [string] $Subject, [double] $FromDays, [double] $ToDays, [byte[]] $Serial, [string] $Purpose)
    $rsa = [Security.Cryptography.RSA]::Create(2048)
    $request = [Security.Cryptography.X509Certificates.CertificateRequest]::new($Subject, $rsa, [Security.Cryptography.HashAlgorithmName]::SHA256, [Security.Cryptography.RSASignaturePadding]::Pkcs1)
    $request.CertificateExtensions.Add([Security.Cryptography.X509Certificates.X509KeyUsageExtension]::new('DigitalSignature,KeyEncipherment', $true))
    if ($Purpose -eq 'authority') { $request.CertificateExtensions.Add([Security.Cryptography.X509Certificates.X509BasicConstraintsExtension]::new($true, $false, 0, $true)) }
    elseif ($Purpose) {
        $oids = [Security.Cryptography.OidCollection]::new()
        [void]$oids.Add([Security.Cryptography.Oid]::new($Purpose))
        $request.CertificateExtensions.Add([Security.Cryptography.X509Certificates.X509EnhancedKeyUsageExtension]::new($oids, $false))
    }
    $now = [datetimeoffset]::UtcNow
    $generator = [Security.Cryptography.X509Certificates.X509SignatureGenerator]::CreateForRSA($rsa, [Security.Cryptography.RSASignaturePadding]::Pkcs1)
    $public = $request.Create($request.SubjectName, $generator, $now.AddDays($FromDays), $now.AddDays($ToDays), $Serial)
    $whole = [Security.Cryptography.X509Certificates.RSACertificateExtensions]::CopyWithPrivateKey($public, $rsa)
    [IO.File]::WriteAllBytes((Join-Path $Folder "$Name.cer"), $public.RawData)
    [IO.File]::WriteAllBytes((Join-Path $Folder "$Name.pfx"), $whole.Export('Pfx', ''))
    # Read in half the time of a .pfx: what servers have the key of.
    [IO.File]::WriteAllText((Join-Path $Folder "$Name.pem"), $public.ExportCertificatePem() + "`n" + $rsa.ExportPkcs8PrivateKeyPem() + "`n")
    return [ordered]@{ thumbprint = $public.Thumbprint; raw = [Convert]::ToBase64String($public.RawData) }
}

# The set that every scenario uses, by name; made once a folder.
function Get-CertificateSet {
    param([string] $Folder)
    $index = Join-Path $Folder 'certificates.json'
    if ([IO.File]::Exists($index)) { return ConvertFrom-Json ([IO.File]::ReadAllText($index)) -AsHashtable }
    [void][IO.Directory]::CreateDirectory($Folder)
    $auth = 'CN=Microsoft Exchange Server Auth Certificate'
    # About one certificate in a few hundred has "eyJ" in its base64 by chance, which looks like a token: the serial
    # number of the current one has the bytes at every alignment, so that the text is surely there.
    $tokenLike = [byte[]]@(0x01, 0xFD, 0xEC, 0x89, 0x01, 0xFD, 0xEC, 0x89, 0x01, 0xFD, 0xEC, 0x89)
    $set = [ordered]@{
        current = New-TestCertificate $Folder 'current' $auth -400 1425 $tokenLike
        next = New-TestCertificate $Folder 'next' $auth -2 1823 ([byte[]]@(0x01, 2))
        previous = New-TestCertificate $Folder 'previous' $auth -1800 25 ([byte[]]@(0x01, 3))
        expired = New-TestCertificate $Folder 'expired' $auth -2200 -375 ([byte[]]@(0x01, 4))
        soon = New-TestCertificate $Folder 'soon' $auth -1795 30 ([byte[]]@(0x01, 5))
        foreign = New-TestCertificate $Folder 'foreign' 'CN=Other product' -100 900 ([byte[]]@(0x01, 6))
        foreignExpired = New-TestCertificate $Folder 'foreignExpired' 'CN=Other product before' -900 -20 ([byte[]]@(0x01, 7))
        # What New-ExchangeCertificate gives its certificates, and what attackers may offer in their place.
        serverAuth = New-TestCertificate $Folder 'serverAuth' $auth -10 900 ([byte[]]@(0x01, 9)) '1.3.6.1.5.5.7.3.1'
        codeSigning = New-TestCertificate $Folder 'codeSigning' $auth -10 900 ([byte[]]@(0x01, 10)) '1.3.6.1.5.5.7.3.3'
        authority = New-TestCertificate $Folder 'authority' $auth -10 900 ([byte[]]@(0x01, 11)) 'authority'
        notYetValid = New-TestCertificate $Folder 'notYetValid' $auth 3 900 ([byte[]]@(0x01, 12))
        attacker = New-TestCertificate $Folder 'attacker' 'CN=attacker laptop' -10 900 ([byte[]]@(0x01, 13))
        federation = New-TestCertificate $Folder 'federation' 'CN=Federation' -1 1824 ([byte[]]@(0x01, 14))
        web = New-TestCertificate $Folder 'web' 'CN=mail.example.com' -100 265 ([byte[]]@(0x01, 8))
    }
    [IO.File]::WriteAllText($index, (ConvertTo-Json $set -Depth 4))
    return ConvertFrom-Json (ConvertTo-Json $set -Depth 4) -AsHashtable
}
