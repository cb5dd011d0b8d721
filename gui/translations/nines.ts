<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1">
<context>
    <name>main</name>
    <message>
        <source>Draws, runs and reads Nines scenarios.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A scenario to open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Light colours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dark colours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write pictures of every view below FOLDER, of the scenarios in FILE, and end</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pixels of a picture for one of a plain screen</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>nines::gui</name>
    <message>
        <source>good</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>degraded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>bad</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2 replicas down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>load %1%</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>queue %1% full</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>breaker open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>breaker half open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%n error(s)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%n warning(s)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move %1 things</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pin %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unpin %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 things</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lay out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take %1 out of its place</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put %1 in %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Collapse %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Expand %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resize %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete %1 things</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete the call %1 → %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete %1 calls</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no name; names have 1 to 100 letters, digits, &quot;_&quot; and &quot;-&quot;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rename %1 to %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connect %1 to %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>this is no list such as a, b</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>above %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>at least %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>at most %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 could not be written: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a picture is .svg, .pdf or .png, not &quot;%1&quot;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>warm-up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>below the objective</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Retry amplification</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Attempts for each first attempt, over all calls. 1: nothing is retried.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>attempts per call</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>median latency</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>latency, %1th percentile</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Availability of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of the requests that got a good answer, with the interval of its mean over replications.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>availability</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>objective %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Latency of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Latency of good answers: percentiles over simulated time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>median</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Latency of %1 over time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Distribution: %1 of %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>limit %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The %1 highest; %2 more are left out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Goodput and throughput of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Good answers beside all that ended and all that was asked.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>goodput</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>throughput</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>arrivals</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Retries</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Circuit breakers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of an edge&apos;s breakers that are open.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Queues</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Requests that wait for a worker.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Utilization</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of the workers that are busy.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Differences by pairs of replications: the runs share their seed, and so their random numbers.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Differences between independent runs (Welch): their seeds or their plans are not the same.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run %1 · seed %2 · Nines %3 · %4</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 cannot be written: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no access</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nines · page %1 of %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no space</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kill</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All replicas: refuse connections</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All replicas: fall silent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kill one replica</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Freeze</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All replicas stand still</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Slow down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 times slower</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fail calls</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1% of the calls</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lose a zone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cut off a zone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lose 10% of a zone&apos;s messages</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> · %1 failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2 down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 impaired</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 out of rotation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 queued</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Works</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>More than one request in twenty fails</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of the workers that are busy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How full the queue is</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Circuit breaker: closed, half-open, open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Attempts a second: the thicker, the more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Faults</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bad minutes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Services down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Breakers open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Replicas down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Out of rotation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Other events</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Degraded: a replica out, a queue nearly full, some failures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Down: too few replicas serve</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Attempts: the closer, the more; squares fail</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>time until writers could write again (RTO)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>age of what a failover lost (RPO)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>time until the data was restored (RTO)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>age of what was restored (RPO)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Acknowledged writes lost</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By a failover, or with a restore.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Without a primary</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of the time in which writers knew none that works.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Replication lag</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From a write until a replica&apos;s readers see it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stale reads</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of reads that lacked an acknowledged write.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Conflicts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Writes that did not know of an earlier one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Convergence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From a write until every node has it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Disks of databases</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of the disk that is used.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Backlog</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Messages that are kept and not done.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Redeliveries</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Messages that were given out again.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>nines::gui::CallsModel</name>
    <message>
        <source>From</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Calls</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Call %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>nines::gui::CanvasView</name>
    <message>
        <source>Canvas</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The drawing of the scenario; the table of nodes and edges shows the same</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drag parts and patterns from the palette to here,
or select one there and press Enter.

Drop a scenario file here to open it.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>nines::gui::DensityPlot</name>
    <message>
        <source>Density</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mean %1, median %2, p90 %3, p99 %4</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>nines::gui::Document</name>
    <message>
        <source>Untitled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The text is not valid YAML: %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>nines::gui::DrawSection</name>
    <message>
        <source>%1 → %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is changed here is changed in all of them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 nodes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 things selected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Scenario</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (%2 nodes)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add the pattern %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A %1 cannot call a %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not possible: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is nothing that %1 could call</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connect</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 calls:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nowhere in particular</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no region yet; the palette has one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put into a place</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stands in:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (collapsed)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no place that holds anything</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Collapse or expand a place</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Place:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What was copied is no part of a scenario</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paste</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Distribute</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Align</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export the drawing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pictures (*.svg *.pdf *.png)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cannot export</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Exported %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rename</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New name of %1:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Draw</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Palette</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nodes and calls</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Problems</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Problems (%1)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;New</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Open…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open &amp;recent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Import</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Kubernetes manifests…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Docker &amp;Compose file…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;isotope topology…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save &amp;as…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Export the drawing…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cu&amp;t</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Paste</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>D&amp;uplicate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select &amp;all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Rename</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Co&amp;nnect to…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Find…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom &amp;in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom &amp;out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom to &amp;100%</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Fit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Focus on &amp;neighbours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Light or dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Lay out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Pin or unpin</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put into a p&amp;lace…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Collapse or expand a place…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Align l&amp;eft sides</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Align &amp;right sides</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Align &amp;tops</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Align &amp;bottoms</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Distribute &amp;across</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Distribute &amp;down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From node to node</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>arrows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move what is selected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Alt and arrows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Into the fields</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Space and drag, or the middle button</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl and the wheel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Without snapping</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl while dragging</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;About Nines</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>About Nines</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&lt;b&gt;Nines&lt;/b&gt;&lt;br&gt;How many nines a design has before it is built.&lt;br&gt;&lt;br&gt;Free software under the GNU General Public License, version 3 or later.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find a node (Ctrl+F)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find a node</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no node &quot;%1&quot;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move into %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 nodes without a field in common</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no frame around what is selected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 cannot be smaller</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no frame on the canvas</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resize a place</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resize %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Width:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Height:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Re&amp;size a place…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resize the frame around it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Alt, Shift and arrows</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>nines::gui::FigureTable</name>
    <message>
        <source>No clear difference: the interval holds 0.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Of</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Figure</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Difference of %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>nines::gui::FileActions</name>
    <message>
        <source>Unsaved work</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 has changes that are not saved.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recover</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The designer ended before work on %1 was saved. Bring it back? The file itself is as it was saved last.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bring back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file has changed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 was changed by another program, and there are changes here that are not saved. Take the file&apos;s text? Undo brings the work here back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take the file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a scenario</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Scenarios (*.yaml *.yml);;All files (*)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Import</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>YAML and JSON (*.yaml *.yml *.json);;All files (*)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the scenario</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Scenarios (*.nines.yaml *.yaml *.yml);;All files (*)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cannot open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a scenario without a name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cannot save</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 could not be written: %2. The file is as it was.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saved %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cannot import</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Imported</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take the changed file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 was changed by another program; its text is here now</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>nines::gui::FormMaker</name>
    <message>
        <source>%1 in all</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>nines::gui::HeadlineList</name>
    <message>
        <source>latency p99</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>met so far</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>missed so far</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>inconclusive so far</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>nines::gui::Inspector</name>
    <message>
        <source>Expected: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Range: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Default: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Source of the default: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its name; calls to it follow</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Preset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>several values</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Preset of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take the preset from %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use the preset %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One of</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Alternatives</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>choose one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back to the default of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reset %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>required</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>default</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (default)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>some</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take it out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put it in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take out %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Earlier</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Later</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rename %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>+ Add</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add to %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>nines::gui::LegendBox</name>
    <message>
        <source>Click to fold</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Legend</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>nines::gui::LiveOverlay</name>
    <message>
        <source>%1 failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 retries</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>breaker open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>breaker half-open</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>nines::gui::MainWindow</name>
    <message>
        <source>Sections</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tools</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Arrange</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1[*] – Nines</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>nines::gui::Minimap</name>
    <message>
        <source>Minimap</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>nines::gui::NodesModel</name>
    <message>
        <source>1 error</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 errors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 warning</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 warnings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kind</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Problems</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reset %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set %1 of %2</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>nines::gui::Palette</name>
    <message>
        <source>Filter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter the palette</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Palette</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drag onto the canvas, or press Enter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Parts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Patterns</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>nines::gui::PlaceItem</name>
    <message>
        <source>%1: drag its head to move what is in it, double click to collapse it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 node</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 nodes</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>nines::gui::PlotPanel</name>
    <message>
        <source>Save this chart</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save as picture (PNG)…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save as drawing (SVG)…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save as page (PDF)…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save its numbers (CSV)…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>share of all values</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>share of those that are higher (right axis)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 cannot be written: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no access</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no space</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>nines::gui::PlotStack</name>
    <message>
        <source>Add chart</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Chart any other series</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To the stretch that was in view before (Backspace)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whole run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the whole run (double click)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save all…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save every chart into a folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run the design, or choose a run, to see its charts.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Charts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>at %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 to %2 in view</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save chart</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>nines::gui::ProblemsModel</name>
    <message>
        <source>Error: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Note: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Warning: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Problem</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Line</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No problems</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 error</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 errors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 warning</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 warnings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 note</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 notes</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>nines::gui::ProblemsPanel</name>
    <message>
        <source>Problems</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>nines::gui::ReadPage</name>
    <message>
        <source>Runs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search runs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Runs in the store</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open design</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the scenario of the selected run in the designer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rename</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rename the selected run (F2)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete the selected runs; this can be undone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo the last renaming or deletion</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Overview</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search figures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Figures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Scenario</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Charts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing chosen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run the design (F5), or choose a run at the left. Choose several to see them side by side.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 runs side by side</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The same scenario.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save report</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save figures</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>nines::gui::ReadSection</name>
    <message>
        <source>Read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find run…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search the runs of the store</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open design of run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the scenario of the selected run in the designer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rename run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rename the selected run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete runs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete the selected runs; this can be undone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo in runs:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save report…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the report of the run as a web page or as PDF</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save figures…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the figures, and their differences, as CSV</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save all charts…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save every chart into a folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 has changes that are not saved. Discard them?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The design of %1, as it was run</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>nines::gui::ReportDialog</name>
    <message>
        <source>Save report</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Web page (HTML)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paper (PDF)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Format</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Parts</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>nines::gui::RunList</name>
    <message>
        <source>rename run %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>delete %n run(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>unfinished</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>interrupted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>State</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Replications</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Seed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Started (UTC)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>nines::gui::RunSection</name>
    <message>
        <source>Run experiment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Simulate replications until the plan is met, and keep the results</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pause experiment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Let the experiment stand still, or go on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop experiment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>End the experiment; finished replications are kept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Watch a run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run one replication on the canvas, or pause it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Step one event</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One event further</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Step one second</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One simulated second further</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>End watching</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>End the watched run and clear the canvas</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back to the present</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the canvas as it is now, not as it was</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Break…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kill, slow down or cut off what is selected, now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Restore everything</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>End every fault that was put in by hand</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show moving &amp;traffic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>While a run is watched, marks move along the calls</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Speed of the watched run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Simulated time that passes in a second</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>real time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>10 × faster</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 minute a second</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>10 minutes a second</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 hour a second</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>flat out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time line</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No experiment has been run.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Replications done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Experiment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The design has errors; see Problems.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Running…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of at most %2 replications</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 events/s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>about %1 left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>± %1 so far</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopped. Run %1 keeps %2 replications.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Done: run %1, %2 replications (%3).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>as it was at %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 × real time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 in flight</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 broken by hand</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Break %1 for %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select a service first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go on with the experiment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paused.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pause</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Restore</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>nines::gui::TablePanel</name>
    <message>
        <source>Nodes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Calls</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>nines::gui::TimeLine</name>
    <message>
        <source>Time line</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drag to see the canvas as it was; double click for the present</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Out of rotation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing has happened so far.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Watch a run to see what happens when.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>nines::gui::Watch</name>
    <message>
        <source>%1 gets less than promised</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>nines::gui::YamlPane</name>
    <message>
        <source>Text of the scenario</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Edit the text</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
