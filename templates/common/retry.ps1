# --- Waiting and trying again -----------------------------------------------------------------

function Get-HybridFailureClass([System.Management.Automation.ErrorRecord] $ErrorRecord) {
    <# .SYNOPSIS Sorts an error: 'denied', 'busy' (not done, try again), 'lost' (perhaps done), 'file', 'failed'. #>
    if ("$($ErrorRecord.FullyQualifiedErrorId)" -like 'HybridFile*') { return 'file' }
    $text = Get-HybridErrorText -ErrorRecord $ErrorRecord
    # Everything that is addressed by its id was found before: "not found" is a replica that lags behind.
    $classes = [ordered] @{
        denied = 'RequestDenied|Insufficient privileges|access (is |was )?denied|\b(Forbidden|Unauthorized)\b'
        busy = 'Too ?Many ?Requests|\b429\b|Request_ResourceNotFound|NoBackingApplicationObject'
        failed = '\(HTTP 4(?!08)[0-9][0-9]\b'
    }
    foreach ($one in $classes.Keys) { if (Test-HybridPattern -Text $text -Pattern $classes[$one]) { return $one } }
    # What the table knows by its own mark and what does not pass by itself is told at once.
    $known = @(Get-HybridFailureTable | Where-Object { Test-HybridPattern -Text $text -Pattern $_.Patterns })
    if ($known.Count -gt 0 -and -not $known[0].Passes) { return 'failed' }
    $types = for ($one = $ErrorRecord.Exception; $null -ne $one; $one = $one.InnerException) { $one.PSObject.TypeNames }
    $lost = 'Directory_ConcurrencyViolation', '(Service|Server) ?(is )?Unavailable', '0x800706BA', '\b50[34]\b',
        'time-?out', 'timed[ -]?out', 'connection', 'transport', 'ended prematurely', 'while sending the request',
        'remote (host|server)', '(operation|task) was cancel'
    $isLost = $types -match '\b(Timeout|Web|OperationCanceled|IO|HttpRequest)Exception$'
    if ($isLost -or (Test-HybridPattern -Text $text -Pattern $lost)) { return 'lost' }
    return 'failed'
}

function Wait-HybridDelay([int] $Attempt, [string] $Reason, [int] $Most, [int] $Longest = 60) {
    <# .SYNOPSIS Waits, and says for what, how long, and how long at most. Returns the seconds. #>
    # As long as the reason says that the service asked for (Retry-After), else 2, 4, 8 ...
    $seconds = [int] [System.Math]::Min($Longest, [System.Math]::Pow(2, $Attempt))
    $asked = [regex]::Match($Reason, '(?i)retry[- ]?after\W{0,6}([0-9]{1,4})').Groups[1].Value
    if ($asked -ne '') { $seconds = [System.Math]::Max($seconds, [System.Math]::Min(600, [int] $asked)) }
    $said = "Waiting $seconds s, $([System.Math]::Max($Most, $seconds)) s more at most."
    Write-HybridMessage -Again -Text "$Reason -- $said Ctrl-C is safe: the next run reads first and goes on."
    Start-Sleep -Seconds $seconds
    return $seconds
}

function Invoke-HybridRead([scriptblock] $Command, [int] $Most = 5) {
    <# .SYNOPSIS Runs a command that only reads; tries again when the service is busy or the answer was lost. #>
    for ($hybridAttempt = 1; $true; $hybridAttempt++) {
        try { return @(& $Command) } catch { $hybridError = $_ }
        $hybridLeft = $Most + 1 - $hybridAttempt
        $hybridClass = Get-HybridFailureClass -ErrorRecord $hybridError
        if ($hybridLeft -lt 1 -or $hybridClass -notin 'busy', 'lost') { throw $hybridError }
        $hybridReason = "Reading did not work: $(Get-HybridErrorText -ErrorRecord $hybridError)"
        $null = Wait-HybridDelay -Attempt $hybridAttempt -Reason $hybridReason -Most (60 * $hybridLeft)
    }
}
