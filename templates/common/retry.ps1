# --- Waiting and trying again -----------------------------------------------------------------

function Get-HybridFailureClass([System.Management.Automation.ErrorRecord] $ErrorRecord) {
    <# .SYNOPSIS Sorts an error: 'denied', 'busy' (not done, try again), 'lost' (perhaps done), 'file', 'failed'. #>
    if ("$($ErrorRecord.FullyQualifiedErrorId)" -like 'HybridFile*') { return 'file' }
    $text = Get-HybridErrorText -ErrorRecord $ErrorRecord
    # Everything that is addressed by its id was found before: "not found" is a replica that lags behind.
    $classes = [ordered] @{
        denied = 'Authorization_RequestDenied|Insufficient privileges|access (is |was )?denied|\b(Forbidden|Unauthorized)\b'
        busy = 'Too ?Many ?Requests|\b429\b|Request_ResourceNotFound|NoBackingApplicationObject'
        failed = '\(HTTP 4(?!08)[0-9][0-9]\b'
    }
    foreach ($class in $classes.Keys) { if (Test-HybridPattern -Text $text -Pattern $classes[$class]) { return $class } }
    # What the table knows by its own mark and what does not pass by itself is told at once.
    $known = @(Get-HybridFailureTable | Where-Object { Test-HybridPattern -Text $text -Pattern $_.Patterns })
    if ($known.Count -gt 0 -and -not $known[0].Passes) { return 'failed' }
    $types = @(Get-HybridException -ErrorRecord $ErrorRecord | ForEach-Object { $_.PSObject.TypeNames })
    if ($types -match '\b(Timeout|Web|OperationCanceled|IO|HttpRequest)Exception$') { return 'lost' }
    $lost = 'Directory_ConcurrencyViolation', '(Service|Server) ?(is )?Unavailable', '0x800706BA', '\b50[34]\b',
        'Gateway ?Time-?out', 'connection', 'timed[ -]?out', 'timeout', 'ended prematurely', 'while sending the request',
        'remote (host|server)', 'transport', '(operation|task) was cancel'
    if (Test-HybridPattern -Text $text -Pattern $lost) { return 'lost' }
    return 'failed'
}

function Wait-HybridDelay([int] $Attempt, [string] $Reason, [int] $Most, [int] $Longest = 60, [object] $ErrorRecord) {
    <# .SYNOPSIS Waits as long as the service asked for, else 2, 4, 8 ... seconds. Returns the seconds. #>
    # Says each time for what it waits, how long, and how long at most.
    $seconds = [int] [System.Math]::Min($Longest, [System.Math]::Pow(2, $Attempt))
    if ($null -ne $ErrorRecord) {
        $asked = @(foreach ($exception in (Get-HybridException -ErrorRecord $ErrorRecord)) {
                $headers = Get-HybridProperty -InputObject (Get-HybridProperty -InputObject $exception -Name 'Response') -Name 'Headers'
                $values = 'RetryAfter', 'Retry-After' | ForEach-Object { Get-HybridItem -InputObject $headers -Name $_ }
                foreach ($value in $values) { "Retry-After: $value" }
            }) + (Get-HybridErrorText -ErrorRecord $ErrorRecord)
        $match = [regex]::Match("$asked", '(?i)retry[- ]?after\W{0,6}([0-9]{1,4})')
        if ($match.Success) { $seconds = [System.Math]::Max($seconds, [System.Math]::Min(600, [int] $match.Groups[1].Value)) }
    }
    $left = [System.Math]::Max($Most, $seconds)
    Write-HybridMessage -Again -Text "$Reason -- Waiting $seconds s, $left s more at most. Ctrl-C is safe: the next run reads first and goes on."
    Write-Progress -Activity 'Waiting' -Status $Reason -SecondsRemaining $seconds
    Start-Sleep -Seconds $seconds
    Write-Progress -Activity 'Waiting' -Completed
    return $seconds
}

function Invoke-HybridRead([scriptblock] $Command, [int] $Most = 5) {
    <# .SYNOPSIS Runs a command that only reads; tries again when the service is busy or the answer was lost. #>
    for ($hybridAttempt = 1; $true; $hybridAttempt++) {
        try {
            return @(& $Command)
        } catch {
            if ($hybridAttempt -gt $Most -or (Get-HybridFailureClass -ErrorRecord $_) -notin 'busy', 'lost') { throw }
            $hybridReason = "Reading did not work: $(Get-HybridErrorText -ErrorRecord $_)"
            $null = Wait-HybridDelay -Attempt $hybridAttempt -Reason $hybridReason -Most (60 * ($Most + 1 - $hybridAttempt)) -ErrorRecord $_
        }
    }
}
