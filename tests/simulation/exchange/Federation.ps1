# Federation: certificates of a server, the trust, the account namespace and its domains, the test of a relationship.

$script:NamespacePrefix = 'FYDIBOHF25SPDLT.'

function New-ServerCertificate {
    param($Bound)
    if ("$($Bound['Services'])" -ne 'Federation' -or -not $Bound.ContainsKey('SubjectKeyIdentifier') -or $Bound.ContainsKey('GenerateRequest')) { Stop-Simulation 'New-ExchangeCertificate has a behaviour for the federation only' }
    $server = Get-CertificateServer $Bound
    $premises = $script:Sim.State['onPremises']
    $thumbprint = $premises['madeCertificate']
    if (@($premises['servers'][$server]['certificates'] | Where-Object { $_['thumbprint'] -eq $thumbprint }).Count -gt 0) { Stop-Simulation 'New-ExchangeCertificate makes one certificate a state' }
    $entry = [ordered]@{ thumbprint = $thumbprint; hasPrivateKey = $true; services = 'Federation'; domains = @($Bound['DomainName'] | ForEach-Object { "$_" }); friendlyName = "$($Bound['FriendlyName'])" }
    $premises['servers'][$server]['certificates'] = @($premises['servers'][$server]['certificates']) + @($entry)
    return ConvertTo-CertificateObject $server $entry
}

function Remove-ServerCertificate {
    param($Bound)
    $server = Get-CertificateServer $Bound
    Assert-ServerAnswers $server
    $thumbprint = "$($Bound['Thumbprint'])"
    foreach ($trust in (Get-Collection 'exchange-shell' 'FederationTrust')) {
        if ($trust['OrgPrivCertificate'] -ieq $thumbprint) { Stop-WithError "The certificate with thumbprint $thumbprint is used by the federation trust '$($trust['Name'])' and can't be removed." 'CertificateInUseByFederation' 'ResourceBusy' }
    }
    $record = $script:Sim.State['onPremises']['servers'][$server]
    $left = @($record['certificates'] | Where-Object { $_['thumbprint'] -ine $thumbprint })
    if ($left.Count -eq @($record['certificates']).Count) { Stop-WithError "The certificate with thumbprint $thumbprint was not found on server $server." 'CertificateNotFound' 'ObjectNotFound' }
    $record['certificates'] = $left
}

# With a self-signed certificate only the legacy interface works; Exchange hands the certificate to its other servers.
function New-Trust {
    param($Bound)
    if ($Bound.ContainsKey('ApplicationUri') -or $Bound.ContainsKey('SkipNamespaceProviderProvisioning')) { Stop-Simulation 'New-FederationTrust -SkipNamespaceProviderProvisioning has no behaviour' }
    $premises = $script:Sim.State['onPremises']
    if (-not $premises['network']['metadataReachable']) { Stop-WithError "An error occurred while attempting to retrieve the federation metadata document: 'Unable to connect to the remote server'." 'UnableToAccessMetadata' 'ConnectionError' }
    $thumbprint = "$($Bound['Thumbprint'])"
    $held = @($premises['servers'][$script:Sim.LocalServer]['certificates'] | Where-Object { $_['thumbprint'] -ieq $thumbprint -and $_['hasPrivateKey'] })
    if ($held.Count -eq 0) { Stop-WithError "The certificate with thumbprint $thumbprint couldn't be found." 'CertificateNotFound' 'ObjectNotFound' }
    $legacy = $Bound.ContainsKey('UseLegacyProvisioningService') -and $Bound['UseLegacyProvisioningService']
    if (-not $legacy) { Stop-WithError 'The certificate is self-signed. A trust with a self-signed certificate needs UseLegacyProvisioningService.' 'SelfSignedCertificate' 'InvalidArgument' }
    $object = [ordered]@{ Name = "$($Bound['Name'])"; ApplicationIdentifier = '000000004C00A1B2'; ApplicationUri = $null; OrgPrivCertificate = $thumbprint
        TokenIssuerUri = 'urn:federation:MicrosoftOnline'; TokenIssuerEpr = 'https://login.microsoftonline.com/extSTS.srf'
        TokenIssuerMetadataEpr = 'https://nexus.microsoftonline-p.com/FederationMetadata/2006-12/FederationMetadata.xml'; NamespaceProvisioner = 'LiveDomainServices' }
    Add-Object 'exchange-shell' 'FederationTrust' $object
    foreach ($name in @($premises['servers'].Keys)) {
        $record = $premises['servers'][$name]
        if (@($record['certificates'] | Where-Object { $_['thumbprint'] -ieq $thumbprint }).Count -eq 0) { $record['certificates'] = @($record['certificates']) + @((Copy-Value $held[0])) }
    }
    return ConvertTo-ShellObject $script:Kinds['FederationTrust'] $object
}

function Get-Identifier { return @(Get-Collection 'exchange-shell' 'FederatedOrganizationIdentifier')[0] }

function Assert-TrustUnused {
    if ((Get-Identifier)['AccountNamespace']) { Stop-WithError "The federation trust can't be removed because it's in use by the federated organization identifier." 'FederationTrustInUse' 'ResourceBusy' }
}

# A domain is taken when it is accepted and its TXT record holds the proof.
function Assert-ProvenDomain {
    param([string] $Domain)
    $accepted = @(Get-Collection 'exchange-shell' 'AcceptedDomain' | Where-Object { $_['DomainName'] -ieq $Domain })
    if ($accepted.Count -eq 0) { Stop-WithError "The domain '$Domain' isn't an accepted domain of the organization." 'DomainNotAccepted' 'InvalidArgument' }
    if (-not $script:Sim.State['onPremises']['network']['txtRecords']) {
        Stop-WithError "Proof of domain ownership has failed. Make sure that the TXT record for the specified domain is available in DNS. The format of the TXT record should be ""example.com IN TXT hash-value"" where ""example.com"" is the domain you want to configure for Federation and ""hash-value"" is the proof value generated with ""Get-FederatedDomainProof -DomainName example.com""." 'DomainProofOwnership' 'InvalidArgument'
    }
}

function Set-Identifier {
    param([string] $Context, $Bound)
    if ($Context -ne 'exchange-shell' -or $Bound.ContainsKey('DefaultDomain') -or $Bound.ContainsKey('OrganizationContact')) { Stop-Simulation 'Set-FederatedOrganizationIdentifier has a behaviour on-premises, for namespace and Enabled' }
    $identifier = Get-Identifier
    $before = Copy-Value $identifier
    if ($Bound.ContainsKey('AccountNamespace')) {
        $trust = Get-OneObject $Context 'FederationTrust' $Bound['DelegationFederationTrust']
        if ($identifier['AccountNamespace']) { Stop-WithError 'The federated organization identifier already has an account namespace.' 'AccountNamespaceExists' 'ResourceExists' }
        $domain = "$($Bound['AccountNamespace'])"
        Assert-ProvenDomain $domain
        $identifier['AccountNamespace'] = "$script:NamespacePrefix$domain"
        $identifier['Domains'] = @("$script:NamespacePrefix$domain", $domain)
        $identifier['DelegationTrustLink'] = $trust['Name']
        $trust['ApplicationUri'] = "$script:NamespacePrefix$domain"
    } elseif (-not $identifier['AccountNamespace']) { Stop-WithError 'There is no federated organization identifier.' 'NoAccountNamespace' }
    if ($Bound.ContainsKey('Enabled')) { $identifier['Enabled'] = [bool]$Bound['Enabled'] }
    Add-ExchangePending $Context 'FederatedOrganizationIdentifier' $identifier['Name'] $before
}

function Get-DomainProofs {
    param($Bound)
    $trusts = @(Get-Collection 'exchange-shell' 'FederationTrust')
    if ($trusts.Count -eq 0) { Stop-WithError 'There is no federation trust in the organization.' 'NoFederationTrust' 'ObjectNotFound' }
    $domain = "$($Bound['DomainName'])"
    $thumbprint = if ($Bound.ContainsKey('Thumbprint')) { $Bound['Thumbprint'] } else { $trusts[0]['OrgPrivCertificate'] }
    $proof = [Convert]::ToBase64String([Security.Cryptography.SHA512]::HashData([Text.Encoding]::UTF8.GetBytes("$domain $thumbprint")))
    return [pscustomobject][ordered]@{ DomainName = (ConvertTo-ShellValue 'Domain' $domain); Name = 'OrgPrivCertificate'; Thumbprint = $thumbprint; Proof = $proof; DnsRecord = "$domain TXT IN $proof" }
}

function Add-FederatedDomainName {
    param($Bound)
    $identifier = Get-Identifier
    $domain = "$($Bound['DomainName'])"
    if (-not $identifier['AccountNamespace']) { Stop-WithError 'There is no federated organization identifier.' 'NoAccountNamespace' }
    if (@($identifier['Domains']) -contains $domain) { Stop-WithError "The domain '$domain' is already federated." 'DomainAlreadyFederated' 'ResourceExists' }
    Assert-ProvenDomain $domain
    $before = Copy-Value $identifier
    $identifier['Domains'] = @($identifier['Domains']) + @($domain)
    Add-ExchangePending 'exchange-shell' 'FederatedOrganizationIdentifier' $identifier['Name'] $before
}

# The domain of the account namespace goes last, and the namespace with it.
function Remove-FederatedDomainName {
    param($Bound)
    $identifier = Get-Identifier
    $domain = "$($Bound['DomainName'])"
    if (@($identifier['Domains']) -notcontains $domain) { Stop-WithError "The domain '$domain' isn't federated." 'DomainNotFederated' 'ObjectNotFound' }
    $before = Copy-Value $identifier
    $namespace = "$script:NamespacePrefix$domain"
    if ($identifier['AccountNamespace'] -ieq $namespace) {
        if (@($identifier['Domains'] | Where-Object { $_ -ine $domain -and $_ -ine $namespace }).Count -gt 0) { Stop-WithError "The domain '$domain' is used for the account namespace and can't be removed while other domains are federated." 'AccountNamespaceInUse' 'ResourceBusy' }
        foreach ($trust in (Get-Collection 'exchange-shell' 'FederationTrust')) { if ($trust['Name'] -eq $identifier['DelegationTrustLink']) { $trust['ApplicationUri'] = $null } }
        foreach ($name in 'AccountNamespace', 'DelegationTrustLink') { $identifier[$name] = $null }
        $identifier['Domains'] = @()
        $identifier['Enabled'] = $false
    } else { $identifier['Domains'] = @($identifier['Domains'] | Where-Object { $_ -ine $domain }) }
    Add-ExchangePending 'exchange-shell' 'FederatedOrganizationIdentifier' $identifier['Name'] $before
}

# What the cmdlet returns is not documented: seen are lines of text, and one result for each error.
function Invoke-RelationshipTest {
    param([string] $Context, $Bound)
    $relationship = Get-OneObject $Context 'OrganizationRelationship' $Bound['Identity']
    $found = Find-Recipient $Context "$($Bound['UserIdentity'])"
    if ($null -eq $found -or $found.Kind -ne 'Mailbox') { Stop-NotFound "$($Bound['UserIdentity'])" }
    $why = Get-RelationshipTrouble $script:Sim.State $Context $relationship
    $lines = @("Begin testing for organization relationship $($relationship['Name']), enabled state $($relationship['Enabled']).", 'STEP 1: Validating user configuration', 'RESULT: Success.', 'STEP 2: Getting federation information from remote organization')
    $lines += if ($why) { "RESULT: Error. $why" } else { 'RESULT: Success.' }
    $lines += 'COMPLETE.'
    if ($script:Sim.State['settings']['objectStyle'] -ne 'bag') { return $lines }
    if (-not $why) { return @() }
    $result = [pscustomobject][ordered]@{ Identity = $null; Id = (ConvertTo-ShellValue 'Enum' 'ApplicationUrisDiffer'); Status = (ConvertTo-ShellValue 'Enum' 'Error'); Description = $why; IsValid = $true; ObjectState = 'New' }
    return $result
}
