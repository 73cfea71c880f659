namespace RlLab.Tracking.Server.Tests.Fuzz;

/// <summary>A request of each kind that makes sense, from which the fuzz makes some that do not. Words in capitals stand for what there is.</summary>
internal static class FuzzBodies
{
    /// <summary>By the end of the address and, where several methods share it, the method.</summary>
    public static readonly IReadOnlyDictionary<string, string> All = new Dictionary<string, string>
    {
        ["experiments/create"] = """{"name":"ANY","artifact_location":"ANY","tags":[{"key":"k","value":"ANY"}]}""",
        ["experiments/get"] = """{"experiment_id":"EXPERIMENT"}""",
        ["experiments/get-by-name"] = """{"experiment_name":"Default"}""",
        ["experiments/search"] = """{"max_results":5,"filter":"FILTER","order_by":["ORDER"],"view_type":"ALL","page_token":"TOKEN"}""",
        ["experiments/update"] = """{"experiment_id":"EXPERIMENT","new_name":"ANY"}""",
        ["experiments/delete"] = """{"experiment_id":"EXPERIMENT"}""",
        ["experiments/restore"] = """{"experiment_id":"EXPERIMENT"}""",
        ["experiments/set-experiment-tag"] = """{"experiment_id":"EXPERIMENT","key":"k","value":"ANY"}""",
        ["experiments/delete-experiment-tag"] = """{"experiment_id":"EXPERIMENT","key":"k"}""",
        ["experiments/search-datasets"] = """{"experiment_ids":["EXPERIMENT"]}""",
        ["runs/create"] = """{"experiment_id":"EXPERIMENT","start_time":1700000000000,"run_name":"ANY","tags":[{"key":"k","value":"ANY"}]}""",
        ["runs/get"] = """{"run_id":"RUN"}""",
        ["runs/update"] = """{"run_id":"RUN","status":"FINISHED","end_time":1700000001000,"run_name":"ANY"}""",
        ["runs/delete"] = """{"run_id":"RUN"}""",
        ["runs/restore"] = """{"run_id":"RUN"}""",
        ["runs/search"] =
            """{"experiment_ids":["EXPERIMENT"],"filter":"FILTER","order_by":["ORDER"],"max_results":5,"run_view_type":"ALL","page_token":"TOKEN"}""",
        ["runs/log-metric"] =
            """{"run_id":"RUN","key":"m","value":1.5,"timestamp":1,"step":2,"model_id":"MODEL","dataset_name":"ANY","dataset_digest":"1"}""",
        ["runs/log-parameter"] = """{"run_id":"RUN","key":"p","value":"ANY"}""",
        ["runs/log-batch"] = """
            {"run_id":"RUN","metrics":[{"key":"m","value":"NaN","timestamp":1,"step":1}],"params":[{"key":"ANY","value":"1"}],
            "tags":[{"key":"t","value":"ANY"}]}
            """,
        ["runs/set-tag"] = """{"run_id":"RUN","key":"mlflow.note.content","value":"ANY"}""",
        ["runs/delete-tag"] = """{"run_id":"RUN","key":"t"}""",
        ["runs/log-model"] =
            """{"run_id":"RUN","model_json":"{\"artifact_path\":\"a\",\"flavors\":{},\"utc_time_created\":\"x\",\"run_id\":\"r\"}"}""",
        ["runs/log-inputs"] = """
            {"run_id":"RUN","datasets":[{"tags":[{"key":"mlflow.data.context","value":"ANY"}],
            "dataset":{"name":"ANY","digest":"1","source_type":"local","source":"{}"}}],"models":[{"model_id":"MODEL"}]}
            """,
        ["runs/outputs"] = """{"run_id":"RUN","models":[{"model_id":"MODEL","step":1}]}""",
        ["metrics/get-history"] = """{"run_id":"RUN","metric_key":"m","max_results":5,"page_token":"TOKEN"}""",
        ["metrics/get-history-bulk"] = """{"run_id":"RUN","metric_key":"m"}""",
        ["metrics/get-history-bulk-interval"] = """{"run_ids":"RUN","metric_key":"m","start_step":0,"end_step":5,"max_results":3}""",
        ["artifacts/list"] = """{"run_id":"RUN","path":"ANY"}""",
        ["get-artifact"] = """{"run_id":"RUN","path":"a.txt","name":"policy","version":"1"}""",
        ["upload-artifact"] = """{"run_uuid":"RUN","path":"ANY"}""",
        ["get-trace-artifact"] = """{"request_id":"TRACE"}""",
        ["artifacts/files"] = """{"artifact_file_path":"ANY"}""",
        ["registered-models/create"] = """{"name":"ANY","description":"ANY","tags":[{"key":"k","value":"ANY"}]}""",
        ["registered-models/get"] = """{"name":"policy"}""",
        ["registered-models/search"] = """{"filter":"FILTER","order_by":["ORDER"],"max_results":5,"page_token":"TOKEN"}""",
        ["registered-models/update"] = """{"name":"policy","description":"ANY"}""",
        ["registered-models/rename"] = """{"name":"policy","new_name":"ANY"}""",
        ["registered-models/delete"] = """{"name":"ANY"}""",
        ["registered-models/get-latest-versions"] = """{"name":"policy","stages":["None"]}""",
        ["registered-models/set-tag"] = """{"name":"policy","key":"k","value":"ANY"}""",
        ["registered-models/delete-tag"] = """{"name":"policy","key":"k"}""",
        ["registered-models/alias"] = """{"name":"policy","alias":"best","version":"1"}""",
        ["model-versions/create"] =
            """{"name":"policy","source":"ANY","run_id":"RUN","model_id":"MODEL","description":"ANY","tags":[{"key":"k","value":"ANY"}]}""",
        ["model-versions/get"] = """{"name":"policy","version":"1"}""",
        ["model-versions/get-download-uri"] = """{"name":"policy","version":"1"}""",
        ["model-versions/search"] = """{"filter":"FILTER","order_by":["ORDER"],"max_results":5,"page_token":"TOKEN"}""",
        ["model-versions/update"] = """{"name":"policy","version":"1","description":"ANY"}""",
        ["model-versions/transition-stage"] = """{"name":"policy","version":"1","stage":"Staging","archive_existing_versions":true}""",
        ["model-versions/delete"] = """{"name":"policy","version":"9"}""",
        ["model-versions/set-tag"] = """{"name":"policy","version":"1","key":"k","value":"ANY"}""",
        ["model-versions/delete-tag"] = """{"name":"policy","version":"1","key":"k"}""",
        ["logged-models"] = """
            {"experiment_id":"EXPERIMENT","name":"ANY","model_type":"ANY","source_run_id":"RUN","params":[{"key":"p","value":"ANY"}],
            "tags":[{"key":"k","value":"ANY"}]}
            """,
        ["PATCH logged-models/{model_id}"] = """{"model_id":"MODEL","status":"LOGGED_MODEL_READY"}""",
        ["logged-models/{model_id}/tags"] = """{"tags":[{"key":"k","value":"ANY"}]}""",
        ["logged-models/{model_id}/params"] = """{"params":[{"key":"p","value":"ANY"}]}""",
        ["logged-models/search"] = """
            {"experiment_ids":["EXPERIMENT"],"filter":"FILTER","datasets":[{"dataset_name":"ANY"}],"max_results":5,"page_token":"TOKEN",
            "order_by":[{"field_name":"metrics.m","ascending":true,"dataset_name":"ANY","dataset_digest":"1"}]}
            """,
        ["POST 3.0/mlflow/traces"] = """
            {"trace":{"trace_info":{"trace_id":"tr-fuzz","trace_location":{"mlflow_experiment":{"experiment_id":"EXPERIMENT"}},"state":"OK",
            "request_time":"2026-01-01T00:00:00Z","execution_duration":"1.5s","tags":{"k":"ANY"},"trace_metadata":{"mlflow.sourceRun":"RUN"}}}}
            """,
        ["POST 2.0/mlflow/traces"] = """{"experiment_id":"EXPERIMENT","timestamp_ms":1000,"tags":[{"key":"k","value":"ANY"}]}""",
        ["PATCH 2.0/mlflow/traces/{trace_id}"] = """{"timestamp_ms":2000,"status":"OK","request_metadata":[{"key":"k","value":"ANY"}]}""",
        ["GET 2.0/mlflow/traces"] =
            """{"experiment_ids":["EXPERIMENT"],"filter":"FILTER","order_by":["ORDER"],"max_results":5,"page_token":"TOKEN"}""",
        ["traces/search"] = """
            {"locations":[{"mlflow_experiment":{"experiment_id":"EXPERIMENT"}}],"filter":"FILTER","order_by":["ORDER"],"max_results":5,
            "page_token":"TOKEN"}
            """,
        ["traces/{trace_id}/tags"] = """{"key":"k","value":"ANY"}""",
        ["traces/link-to-run"] = """{"trace_ids":["TRACE"],"run_id":"RUN"}""",
        ["traces/delete-traces"] = """{"experiment_id":"EXPERIMENT","max_timestamp_millis":0}""",
        ["graphql"] = """
            {"operationName":"Q","query":"query Q($i: MlflowGetRunInput) { mlflowGetRun(input: $i) { run { info { runName } } } }",
            "variables":{"i":{"runId":"RUN"}}}
            """,
        ["rllab/curves"] = """{"run_ids":["RUN"],"metric":"m","x":"step","start":0,"end":5,"buckets":10}""",
        ["rllab/curves/grouped"] =
            """{"groups":[{"name":"ANY","run_ids":["RUN","RUN"]}],"metric":"m","x":"relative","buckets":10,"statistic":"iqm"}""",
        ["rllab/runs"] = """
            {"experiment_ids":["EXPERIMENT"],"filter":"FILTER","order_by":["ORDER"],"columns":["params.p","metrics.m","attributes.status"],
            "offset":0,"limit":5,"view":"all","group_by":"params.p"}
            """,
        ["rllab/images"] = """{"run_ids":["RUN","RUN"]}""",
        ["rllab/rankings"] = """{"groups":[{"name":"ANY","run_ids":["RUN"]},{"name":"b","run_ids":["RUN"]}],"metric":"m","direction":"maximize"}""",
        ["rllab/importance"] = """{"run_ids":["RUN","RUN"],"metric":"m","direction":"minimize"}""",
        ["curves"] = """{"run":"RUN","metric":"m","points":"5"}""",
        ["experiments/{id:long}"] = """{"filter":"FILTER"}""",
    };

    /// <summary>The request that makes sense for an address, or an empty one.</summary>
    public static string For(string method, string route)
    {
        var best = All.Keys
            .Where(key => $"{method} {route}".EndsWith(key.Contains(' ') ? AfterMethod(key, method) : "/" + key, StringComparison.Ordinal))
            .MaxBy(key => key.Length);
        return best is null ? "{}" : All[best];
    }

    private static string AfterMethod(string key, string method)
    {
        var space = key.IndexOf(' ');
        return key[..space] == method ? "/" + key[(space + 1)..] : "\0";
    }
}
