# --- Waiting and trying again -----------------------------------------------------------------

function Get-HybridFailureClass([System.Management.Automation.ErrorRecord] $ErrorRecord) {
    <# .SYNOPSIS Sorts an error: 'denied', 'busy' (not done, try again), 'lost' (perhaps done), 'file', 'failed'. #>
    $text = Get-HybridErrorText -ErrorRecord $ErrorRecord
    if ("$($ErrorRecord.FullyQualifiedErrorId)" -like 'HybridFile*') { return 'file' }
    # Everything that is addressed by its id was found before: "not found" is a replica that lags behind.
    $classes = @(
        , @('denied', 'Authorization_RequestDenied', 'Insufficient privileges', 'access (is |was )?denied', '\bForbidden\b', '\bUnauthorized\b')
        , @('busy', 'Too ?Many ?Requests', '\b429\b', 'Request_ResourceNotFound', 'NoBackingApplicationObject')
        , @('failed', '\(HTTP 4(?!08)[0-9][0-9]\b')
    )
    foreach ($class in $classes) { if (Test-HybridPattern -Text $text -Pattern @($class | Select-Object -Skip 1)) { return $class[0] } }
    # What the table knows by its own mark and what does not pass by itself is told at once.
    $known = @(Get-HybridFailureTable | Where-Object { Test-HybridPattern -Text $text -Pattern $_.Patterns })
    if ($known.Count -gt 0 -and -not $known[0].Passes) { return 'failed' }
    $lost = 'Directory_ConcurrencyViolation', '(Service|Server) ?(is )?Unavailable', '0x800706BA', '\b50[34]\b', 'Gateway ?Time-?out',
        'connection', 'timed[ -]?out', 'timeout', 'ended prematurely', 'while sending the request', 'remote (host|server)', 'transport', '(operation|task) was cancel'
    if (Test-HybridPattern -Text $text -Pattern $lost) { return 'lost' }
    foreach ($exception in (Get-HybridException -ErrorRecord $ErrorRecord)) {
        if ($exception -is [System.TimeoutException] -or $exception -is [System.Net.WebException] -or
            $exception -is [System.OperationCanceledException] -or $exception -is [System.IO.IOException] -or
            $exception.GetType().Name -eq 'HttpRequestException') { return 'lost' }
    }
    return 'failed'
}

function Get-HybridRetryDelay([int] $Attempt, [System.Management.Automation.ErrorRecord] $ErrorRecord) {
    <# .SYNOPSIS Seconds to wait: what the service asked for (Retry-After), else 2, 4, 8 ... up to 60. #>
    $delay = [int] [System.Math]::Min(60, [System.Math]::Pow(2, $Attempt))
    if ($null -eq $ErrorRecord) { return $delay }
    $asked = @(foreach ($exception in (Get-HybridException -ErrorRecord $ErrorRecord)) {
            $response = Get-HybridProperty -InputObject $exception -Name 'Response'
            $headers = Get-HybridProperty -InputObject $response -Name 'Headers'
            foreach ($value in @('RetryAfter', 'Retry-After' | ForEach-Object { Get-HybridItem -InputObject $headers -Name $_ })) {
                $delta = Get-HybridProperty -InputObject $value -Name 'Delta'
                if ($delta -is [timespan]) { "$([int] $delta.TotalSeconds)" } else { "$value" }
            }
        })
    $text = "Retry-After: $($asked | Select-Object -First 1) $(Get-HybridErrorText -ErrorRecord $ErrorRecord)"
    $match = [regex]::Match($text, '(?i)retry[- ]?after\W{0,6}([0-9]{1,4})')
    if ($match.Success) { $delay = [System.Math]::Max($delay, [System.Math]::Min(600, [int] $match.Groups[1].Value)) }
    return $delay
}

function Wait-HybridDelay([int] $Seconds, [string] $Reason, [int] $Most) {
    <# .SYNOPSIS Waits, and says each time for what, how long, and how long at most. #>
    Write-HybridMessage -Again -Text ('{0} -- Waiting {1} s, {2} s more at most. Ctrl-C is safe: the next run reads first and goes on.' -f $Reason, $Seconds, [System.Math]::Max($Most, $Seconds))
    Write-Progress -Activity 'Waiting' -Status $Reason -SecondsRemaining $Seconds
    Start-Sleep -Seconds $Seconds
    Write-Progress -Activity 'Waiting' -Completed
}

function Invoke-HybridRead([scriptblock] $Command, [int] $Most = 5) {
    <# .SYNOPSIS Runs a command that only reads; tries again when the service is busy or the answer was lost. #>
    $hybridAttempt = 0
    while ($true) {
        try {
            $hybridAnswer = @(& $Command)
            break
        } catch {
            $hybridAttempt++
            if ($hybridAttempt -gt $Most -or (Get-HybridFailureClass -ErrorRecord $_) -notin 'busy', 'lost') { throw }
            $hybridReason = "Reading did not work: $(Get-HybridErrorText -ErrorRecord $_)"
            Wait-HybridDelay -Seconds (Get-HybridRetryDelay -Attempt $hybridAttempt -ErrorRecord $_) -Reason $hybridReason -Most (60 * ($Most + 1 - $hybridAttempt))
        }
    }
    return $hybridAnswer
}
