# Servers, their certificates, and the organisation's authentication configuration.

function Get-CertificateServer {
    param($Bound)
    $name = if ($Bound.ContainsKey('Server') -and $Bound['Server']) { "$($Bound['Server'])".Split('.')[0] } else { $script:Sim.LocalServer }
    foreach ($server in $script:Sim.State['onPremises']['servers'].Keys) { if ($server -ieq $name) { return $server } }
    Stop-NotFound $name
}

function ConvertTo-CertificateObject {
    param([string] $Server, $Entry)
    $raw = [Convert]::FromBase64String($script:Sim.State['certificates'][$Entry['thumbprint']])
    $certificate = [Security.Cryptography.X509Certificates.X509Certificate2]::new($raw)
    $status = if ($certificate.NotAfter -lt (Get-Date)) { 'DateInvalid' } else { 'Valid' }
    $result = [pscustomobject][ordered]@{
        Identity = "$Server\$($Entry['thumbprint'])"; Thumbprint = $Entry['thumbprint']; Subject = $certificate.Subject; Issuer = $certificate.Issuer
        NotBefore = $certificate.NotBefore; NotAfter = $certificate.NotAfter; SerialNumber = $certificate.SerialNumber
        HasPrivateKey = [bool]$Entry['hasPrivateKey']; IsSelfSigned = ($certificate.Subject -eq $certificate.Issuer)
        Services = (ConvertTo-ShellValue 'Enum' $Entry['services']); Status = (ConvertTo-ShellValue 'Enum' $status)
        CertificateDomains = (ConvertTo-ShellList $Entry['domains'] ''); FriendlyName = $Entry['friendlyName']; RawData = [byte[]]$raw; RootCAType = 'None' }
    $result.PSObject.TypeNames.Insert(0, 'Deserialized.Microsoft.Exchange.Management.SystemConfigurationTasks.ExchangeCertificate')
    $certificate.Dispose()
    return $result
}

# A server that is switched off: whatever is asked of itself ends with the error of RPC. A slow one takes its time.
function Assert-ServerAnswers {
    param([string] $Server)
    $record = $script:Sim.State['onPremises']['servers'][$Server.Split('.')[0]]
    if ($null -ne $record -and $record['off']) {
        Stop-WithError "An error occurred while trying to reach the server '$Server'. The RPC server is unavailable. (Exception from HRESULT: 0x800706BA)" 'RpcServerUnavailable' 'ResourceUnavailable'
    }
    if ($null -ne $record -and $record['slow']) {
        $script:Sim.Slept += $record['slow']
        Add-SimulatedTime $record['slow']
    }
}

function Get-ServerCertificates {
    param($Bound)
    $server = Get-CertificateServer $Bound
    $thumbprint = "$($Bound['Thumbprint'])"
    if ($Bound.ContainsKey('Identity') -and $Bound['Identity']) {
        $parts = "$($Bound['Identity'])".Split('\')
        $thumbprint = $parts[-1]
        if ($parts.Count -gt 1) { $server = Get-CertificateServer @{ Server = $parts[0] } }
    }
    Assert-ServerAnswers $server
    if ($Bound.ContainsKey('DomainName') -or $Bound.ContainsKey('Instance')) { Stop-Simulation 'Get-ExchangeCertificate -DomainName and -Instance have no behaviour' }
    $entries = @($script:Sim.State['onPremises']['servers'][$server]['certificates'])
    if ($thumbprint) {
        $entries = @($entries | Where-Object { $_['thumbprint'] -ieq $thumbprint })
        if ($entries.Count -eq 0) { Stop-WithError "The certificate with thumbprint $thumbprint was not found on server $server." 'CertificateNotFound' 'ObjectNotFound' }
    }
    return @($entries | ForEach-Object { ConvertTo-CertificateObject $server $_ })
}

function Export-ServerCertificate {
    param($Bound)
    if ($Bound.ContainsKey('FileName') -or $Bound.ContainsKey('Password')) { Stop-Simulation 'Export-ExchangeCertificate -FileName and -Password have no behaviour' }
    $certificate = @(Get-ServerCertificates $Bound)[0]
    if ($Bound.ContainsKey('BinaryEncoded') -and $Bound['BinaryEncoded']) { return [pscustomobject]@{ FileData = [byte[]]$certificate.RawData } }
    return "-----BEGIN CERTIFICATE-----`r`n$([Convert]::ToBase64String($certificate.RawData))`r`n-----END CERTIFICATE-----"
}

# Set-AuthConfig: the next certificate is named with the date from which it is used; publishing makes it the current one and
# the current one the previous. A date less than 48 hours ahead is asked about unless -Force is given, and nobody answers here.
function Set-AuthConfigObject {
    param($Bound)
    $config = @(Get-Collection 'exchange-shell' 'AuthConfig')[0]
    if ($Bound.ContainsKey('CertificateThumbprint')) { $config['CurrentCertificateThumbprint'] = $Bound['CertificateThumbprint'] }
    if ($Bound.ContainsKey('NewCertificateThumbprint')) {
        $thumbprint = $Bound['NewCertificateThumbprint']
        $known = @($script:Sim.State['onPremises']['servers'][$script:Sim.LocalServer]['certificates'] | Where-Object { $_['thumbprint'] -ieq $thumbprint })
        if ($known.Count -eq 0) { Stop-WithError "The certificate with thumbprint $thumbprint was not found." 'CertificateNotFound' 'ObjectNotFound' }
        if (-not $Bound.ContainsKey('NewCertificateEffectiveDate')) { Stop-Simulation 'Set-AuthConfig -NewCertificateThumbprint without -NewCertificateEffectiveDate has no behaviour' }
        $effective = [datetimeoffset]$Bound['NewCertificateEffectiveDate']
        $soon = $effective -lt (Get-SimulatedNow).AddHours(48)
        if ($soon -and -not ($Bound.ContainsKey('Force') -and $Bound['Force'])) { Stop-WithError 'The effective date is less than 48 hours from now, and the question whether to continue was not answered.' 'EffectiveDateTooSoon' }
        $config['NextCertificateThumbprint'] = $thumbprint
        $config['NextCertificateEffectiveDate'] = Format-Instant $effective
    } elseif ($Bound.ContainsKey('NewCertificateEffectiveDate')) { Stop-Simulation 'Set-AuthConfig -NewCertificateEffectiveDate alone has no behaviour' }
    if ($Bound.ContainsKey('PublishCertificate') -and $Bound['PublishCertificate']) {
        if (-not $config['NextCertificateThumbprint']) { Stop-WithError 'There is no next certificate to publish.' 'NoNextCertificate' }
        $config['PreviousCertificateThumbprint'] = $config['CurrentCertificateThumbprint']
        $config['CurrentCertificateThumbprint'] = $config['NextCertificateThumbprint']
        $config['NextCertificateThumbprint'] = $null
        $config['NextCertificateEffectiveDate'] = $null
    }
    if ($Bound.ContainsKey('ClearPreviousCertificate') -and $Bound['ClearPreviousCertificate']) { $config['PreviousCertificateThumbprint'] = $null }
    foreach ($name in 'ServiceName', 'Realm') { if ($Bound.ContainsKey($name)) { $config[$name] = $Bound[$name] } }
}

# The build that a server runs is written in ExSetup.exe: a small assembly with that product version, found through PATH.
function New-ExSetup {
    param([string] $Folder, [string] $Build)
    $program = Join-Path $Folder 'ExSetup.exe'
    if ([IO.File]::Exists($program)) { return }
    [void][IO.Directory]::CreateDirectory($Folder)
    $parts = $Build.Split('.')
    $text = '{0:00}.{1:00}.{2:0000}.{3:000}' -f [int]$parts[0], [int]$parts[1], [int]$parts[2], [int]$parts[3]
    $name = [Reflection.AssemblyName]::new('ExSetup')
    $name.Version = [version]'15.0.0.0'
    $attributes = [Collections.Generic.List[Reflection.Emit.CustomAttributeBuilder]]::new()
    foreach ($type in [Reflection.AssemblyInformationalVersionAttribute], [Reflection.AssemblyFileVersionAttribute]) {
        $attributes.Add([Reflection.Emit.CustomAttributeBuilder]::new($type.GetConstructor([type[]]@([string])), [object[]]@($text)))
    }
    $assembly = [Reflection.Emit.PersistedAssemblyBuilder]::new($name, [object].Assembly, $attributes)
    [void]$assembly.DefineDynamicModule('ExSetup')
    $assembly.Save($program)
    [IO.File]::SetUnixFileMode($program, 'UserRead,UserWrite,UserExecute')
    foreach ($spelling in 'Exsetup.exe', 'exsetup.exe', 'EXSETUP.EXE') {
        # Two processes may share the folder; the second finds the link there.
        try { [void][IO.File]::CreateSymbolicLink((Join-Path $Folder $spelling), $program) } catch [IO.IOException] { $null = $_ }
    }
}
