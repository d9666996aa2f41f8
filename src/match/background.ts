import { symbolTerms } from './terms.ts';

/**
 * What healthy programs show, so that it counts as common even if one incident shows it too. From a Prometheus server that
 * did its work (tests/reports/go); a test finds what is missing here. What belongs to a language is in noise.ts.
 */
const names = `
   github.com/asaskevich/govalidator.init
   github.com/aws/aws-sdk-go/aws/endpoints.init
   github.com/beorn7/perks/quantile.NewTargeted
   github.com/beorn7/perks/quantile.newStream
   github.com/go-openapi/strfmt.init
   github.com/julienschmidt/httprouter.Router.ServeHTTP
   github.com/mwitkow/go-conntrack.NewDialContextFunc
   github.com/mwitkow/go-conntrack.dialClientConnTracker
   github.com/oklog/run.Group.Run
   github.com/opencontainers/go-digest.init
   github.com/prometheus/client_golang/prometheus.MetricVec.GetMetricWithLabelValues
   github.com/prometheus/client_golang/prometheus.NewSummaryVec
   github.com/prometheus/client_golang/prometheus.SummaryVec.GetMetricWithLabelValues
   github.com/prometheus/client_golang/prometheus.SummaryVec.WithLabelValues
   github.com/prometheus/client_golang/prometheus.metricMap.getOrCreateMetricWithLabelValues
   github.com/prometheus/client_golang/prometheus.newSummary
   github.com/prometheus/client_golang/prometheus.summary.newStream
   github.com/prometheus/client_golang/prometheus/promhttp.HandlerForTransactional
   github.com/prometheus/client_golang/prometheus/promhttp.InstrumentHandlerCounter
   github.com/prometheus/client_golang/prometheus/promhttp.InstrumentHandlerDuration
   github.com/prometheus/client_golang/prometheus/promhttp.InstrumentHandlerInFlight
   github.com/prometheus/client_golang/prometheus/promhttp.InstrumentHandlerResponseSize
   github.com/prometheus/common/expfmt.MetricFamilyToText
   github.com/prometheus/common/expfmt.NewEncoder
   github.com/prometheus/common/expfmt.encoderCloser.Encode
   github.com/prometheus/common/route.Router.ServeHTTP
   github.com/prometheus/common/route.Router.handle
   github.com/prometheus/prometheus/promql.NewEngine
   github.com/prometheus/prometheus/scrape.newScrapePool
   github.com/prometheus/prometheus/scrape.scrapeLoop.run
   github.com/prometheus/prometheus/scrape.scrapeLoop.scrapeAndReport
   github.com/prometheus/prometheus/tsdb.Head.resetInMemoryState
   github.com/prometheus/prometheus/tsdb.NewHead
   github.com/prometheus/prometheus/tsdb.Open
   github.com/prometheus/prometheus/tsdb.newStripeSeries
   github.com/prometheus/prometheus/tsdb.open
   github.com/prometheus/prometheus/util/pool.Pool.Get
   github.com/prometheus/prometheus/web.setPathWithPrefix
   github.com/prometheus/prometheus/web.withStackTracer
   golang.org/x/net/trace.NewEventLog
   main.openDBWithMetrics
  `
  .split(/\s+/)
  .filter(Boolean);

/** The whole names and tails of these functions, as terms. */
export const commonTerms: ReadonlySet<string> = new Set(
  names.flatMap((name) => symbolTerms(name)).filter((term) => /^(?:sym|tail):/.test(term)),
);

/** Counts as this many further incidents. */
export const backgroundSize = 10;
