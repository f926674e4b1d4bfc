# --- Words ------------------------------------------------------------------------------------

function Protect-HybridText([string] $Text) {
    <# .SYNOPSIS Masks tokens, credentials and private keys in a text that is shown or kept. Never used on data. #>
    $secrets = '(?<=\b(?:Basic|Bearer)\s+)[A-Za-z0-9+/._~-]{16,}=*',
        '(?<=\b(?:client_secret|secretText|refresh_token|password|pwd)["'']?\s*[=:]\s*["'']?)[^\s"''&;,]{6,}',
        '-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)'
    foreach ($secret in $secrets) { $Text = [regex]::Replace($Text, $secret, '(masked)', 'IgnoreCase') }
    $token = '(?<![A-Za-z0-9_-])eyJ(?:[A-Za-z0-9_-]*(?:\s*\.\s*[A-Za-z0-9_-]+)+|[A-Za-z0-9_-]{17,})'
    return [regex]::Replace($Text, $token, '(token masked)')
}

function Write-HybridMessage([string] $Text, [switch] $Warning, [switch] $Again) {
    <# .SYNOPSIS Says something on the information stream and in the evidence; once, or with Again each time. #>
    $line = Protect-HybridText -Text $Text
    if (-not $Again -and $script:HybridRun.Messages.Contains($line)) { return }
    # What a read back finds there is what was just made, which is told as such.
    if ($script:HybridRun.Changed -gt 0 -and $line -like 'Already there:*') { return }
    $script:HybridRun.Messages.Add($line)
    if ($Warning) { Write-Warning -Message $line -WarningAction Continue }
    else { Write-Information -MessageData $line -InformationAction Continue }
}

function Add-HybridFinding([string] $Check, [string] $Subject, [string] $Good, [string] $Warning, [string] $Blocks,
    [string] $Unknown, [object[]] $Case) {
    <# .SYNOPSIS Says what a check found, by its level or the first case that holds, and keeps it for the evidence. #>
    # A case is three items: whether it holds, its level, the sentence. Where none holds, nothing is known.
    $words = [ordered] @{ blocks = $Blocks; warning = $Warning; unknown = $Unknown; good = $Good }
    if ($null -ne $Case) { $words.unknown = "The check $Check of $Subject finds nothing to look at." }
    for ($at = @($Case).Count - 3; $at -ge 0; $at -= 3) {
        if ($Case[$at]) { $words = @{ $Case[$at + 1] = $Case[$at + 2] } }
    }
    $level = @($words.Keys | Where-Object { $words[$_] -ne '' })[0]
    $mark = @{ blocks = 'This blocks: '; warning = ''; unknown = 'Unknown: '; good = 'Good: ' }[$level]
    $line = Protect-HybridText -Text $words[$level]
    $finding = [pscustomobject] @{ check = $Check; subject = $Subject; level = $level; text = $line }
    $script:HybridRun.Findings.Add($finding)
    Write-HybridMessage -Warning:($level -in 'warning', 'blocks') -Text "$mark$line"
}

function Get-HybridErrorText([System.Management.Automation.ErrorRecord] $ErrorRecord) {
    <# .SYNOPSIS All that an error says: message, details of the service, inner errors, status code, Retry-After. #>
    $parts = @(for ($one = $ErrorRecord.Exception; $null -ne $one; $one = $one.InnerException) {
            $one.Message
            $response = Get-HybridProperty -InputObject $one -Name 'Response'
            $headers = Get-HybridProperty -InputObject $response -Name 'Headers'
            Get-HybridItem -InputObject $response -Name 'StatusCode' | ForEach-Object { "(HTTP $($_ -as [int]) $_)" }
            $asked = 'RetryAfter', 'Retry-After' | ForEach-Object { Get-HybridItem -InputObject $headers -Name $_ }
            $asked | ForEach-Object { "(Retry-After: $_)" }
        })
    if ($null -ne $ErrorRecord.ErrorDetails) { $parts += "$($ErrorRecord.ErrorDetails.Message)" }
    # Graph's SDK keeps the error code of the service here: Directory_ConcurrencyViolation,Microsoft.Graph...
    $code = "$($ErrorRecord.FullyQualifiedErrorId)".Split(',')[0]
    if ($code -match '^[A-Za-z]+_[A-Za-z]+$' -and ($parts -join ' ') -notmatch $code) { $parts += "[$code]" }
    return (Protect-HybridText -Text (@($parts -ne '' | Select-Object -Unique) -join ' '))
}

function Stop-HybridStep([string] $Reason, [string[]] $Diagnosis = @()) {
    <# .SYNOPSIS Ends the step before any change: a precondition is not met (exit code 3). #>
    foreach ($id in $Diagnosis) { Add-HybridDiagnosis -Id $id }
    $promise = ' Nothing was changed.'
    if ($script:HybridRun.Changed -eq 0 -and -not $Reason.EndsWith($promise)) { $Reason += $promise }
    $exception = [System.InvalidOperationException]::new($Reason)
    throw [System.Management.Automation.ErrorRecord]::new($exception, 'HybridPrecondition', 'InvalidOperation', $null)
}
