param([string] $Folder)
$count = 0
foreach ($file in Get-ChildItem -Path $Folder -Recurse -Filter '*.ps1') {
    $tokens = $null
    $faults = $null
    [void] [System.Management.Automation.Language.Parser]::ParseFile($file.FullName, [ref] $tokens, [ref] $faults)
    foreach ($fault in $faults) { '{0}:{1}: {2}' -f $file.FullName, $fault.Extent.StartLineNumber, $fault.Message }
    $count++
}
"$count scripts"
